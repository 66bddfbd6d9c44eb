// What the device shows. The engine of APL draws it in a frame of its own (screen.html); without the engine, what the
// document was given is listed.

import { el, find } from "./dom.js";

const SIZES = { round: [480, 480], large: [1280, 800] };

export class Screen {
  /** `touch(arguments)`: what a touch sends. */
  constructor(draws, touch) {
    this.draws = draws;
    this.touch = touch;
    this.place = find("screen");
    this.frame = null;
    this.shown = undefined;
    this.failed = "";
    window.addEventListener("message", (event) => this.#told(event));
    new ResizeObserver(() => this.#fit()).observe(this.place);
  }

  /** `shown`: the document and its data, null for nothing. `commands`: for the document that is there. */
  show(device, shown, commands = []) {
    const key = JSON.stringify([device, shown]);
    if (key === this.shown) {
      if (commands.length) this.#post({ kind: "commands", commands });
      return;
    }
    this.shown = key;
    this.device = device;
    this.document = shown;
    this.commands = commands;
    this.failed = "";
    this.frame = null;
    this.#draw();
  }

  #draw() {
    if (!SIZES[this.device]) return this.place.replaceChildren();
    if (!this.document) return this.place.replaceChildren(idle());
    if (!this.draws || this.failed) return this.place.replaceChildren(this.#held());
    const [width, height] = SIZES[this.device];
    this.frame = el("iframe", { src: "/screen.html", title: "What the screen shows", sandbox: "allow-scripts", width, height });
    this.place.replaceChildren(this.frame);
    this.#fit();
  }

  #fit() {
    if (!this.frame) return;
    this.frame.style.transform = `scale(${this.place.clientWidth / SIZES[this.device][0]})`;
  }

  #post(message) {
    this.frame?.contentWindow?.postMessage(message, "*");
  }

  #told(event) {
    if (!this.frame || event.source !== this.frame.contentWindow) return;
    const { kind } = event.data ?? {};
    if (kind === "ready") {
      this.#post({ kind: "draw", device: this.device, shown: this.document, commands: this.commands });
    } else if (kind === "touch") {
      this.touch(event.data.arguments);
    } else if (kind === "drawn") {
      this.place.dataset.drawn = this.document.token ?? "yes";
    } else if (kind === "failed") {
      this.failed = event.data.why;
      this.frame = null;
      this.#draw();
    }
  }

  #held() {
    const why = this.failed
      ? el("p", { class: "missing" }, `The engine can’t draw this document: ${this.failed} This is what it was given:`)
      : el("p", { class: "missing" }, "To see it drawn: ", el("code", {}, "make page-screen"), ". This is what the document was given:");
    return el("div", { class: "held", tabindex: "0" }, why, ...this.#values(this.document.datasources ?? {}));
  }

  #values(data) {
    if (data === null || data === "") return [];
    if (Array.isArray(data)) return data.flatMap((one) => this.#values(one));
    if (typeof data !== "object") return [el("p", {}, String(data))];
    if (typeof data.touch === "string") {
      const label = data.label ?? data.text ?? data.touch;
      return [el("button", { type: "button", onclick: () => this.touch([data.touch]) }, String(label))];
    }
    return Object.values(data).flatMap((value) => this.#values(value));
  }
}

function idle() {
  const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  return el("div", { class: "idle" }, el("b", {}, now), "Nothing of the skill is on the screen.");
}
