// The browser's own voice, and its own ear where it has one.

import { find, kept } from "./dom.js";

const Ear = window.SpeechRecognition ?? window.webkitSpeechRecognition;
export const speaks = "speechSynthesis" in window;
export const listens = Boolean(Ear);

export class Voice {
  /** `light(state)` shows what the device does: says, or nothing. */
  constructor(light) {
    this.light = light;
    this.on = speaks && kept.get("voice") === "on";
    this.rate = Number(kept.get("rate")) || 1;
    this.turn = 0;
  }

  set(on) {
    this.on = on;
    kept.set("voice", on ? "on" : "off");
    if (!on) this.quiet();
  }

  setRate(rate) {
    this.rate = rate;
    kept.set("rate", String(rate));
  }

  /** Sentence by sentence: some browsers break off what is long. `bubble` is marked while it is read. */
  say(text, locale, bubble) {
    this.quiet();
    if (!this.on || !text) return;
    const turn = ++this.turn;
    const parts = text.match(/[^.!?]+[.!?]*["”’)]*(?:\s+|$)|[.!?]+/g) ?? [text];
    bubble?.classList.add("speaking");
    this.light("says");
    const done = () => {
      bubble?.classList.remove("speaking");
      if (turn === this.turn) this.light("");
    };
    parts.forEach((part, index) => {
      const spoken = new SpeechSynthesisUtterance(part.trim());
      spoken.lang = locale;
      spoken.rate = this.rate;
      if (index === parts.length - 1) spoken.onend = done;
      spoken.onerror = done;
      speechSynthesis.speak(spoken);
    });
  }

  quiet() {
    if (!speaks) return;
    this.turn += 1;
    document.querySelectorAll(".speaking").forEach((bubble) => bubble.classList.remove("speaking"));
    speechSynthesis.cancel();
    this.light("");
  }
}

/** The button that listens. `hear(words)` takes what was said, `tell(text)` what went wrong. */
export function listening(voice, words, locale, hear, tell) {
  const button = find("listen");
  button.hidden = !listens;
  if (!listens) return () => {};
  let ear = null;
  const toggle = () => {
    if (ear) return ear.stop();
    voice.quiet();
    ear = new Ear();
    ear.lang = locale();
    ear.interimResults = true;
    ear.onresult = (event) => {
      const heard = Array.from(event.results, (result) => result[0].transcript).join("");
      words.value = heard;
      if (event.results[event.results.length - 1].isFinal) hear(heard);
    };
    ear.onerror = (event) => tell(WRONG[event.error] ?? `The browser can’t listen: ${event.error}.`);
    ear.onend = () => {
      ear = null;
      button.setAttribute("aria-pressed", "false");
      voice.light("");
    };
    ear.start();
    button.setAttribute("aria-pressed", "true");
    voice.light("listens");
  };
  button.title = "The browser’s own recogniser; some browsers send the sound to their maker";
  button.addEventListener("click", toggle);
  return toggle;
}

const WRONG = {
  "not-allowed": "The browser may not use the microphone; allow it beside the address.",
  "no-speech": "Nothing was heard.",
  "audio-capture": "There is no microphone.",
  network: "The browser’s recogniser needs a network; type instead.",
};
