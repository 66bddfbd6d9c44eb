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
    this.over = el("div", { class: "over" });
    this.frame = null;
    this.ready = false;
    this.shown = "";
    window.addEventListener("message", (event) => this.#told(event));
    new ResizeObserver(() => this.#fit()).observe(this.place);
  }

  /** `shown`: the document and its data, null for nothing. `commands`: for the document that is there. */
  show(device, shown, commands = []) {
    if (device !== this.device) this.#use(device);
    const key = JSON.stringify(shown);
    if (key === this.shown) {
      if (commands.length && this.ready) this.#post({ kind: "commands", commands });
      return;
    }
    this.shown = key;
    this.document = shown;
    this.commands = commands;
    delete this.place.dataset.drawn;
    this.#draw();
  }

  /** Another device: a new frame, which begins to load the engine before there is anything to draw. */
  #use(device) {
    this.device = device;
    this.frame = null;
    this.ready = false;
    this.shown = "";
    this.place.replaceChildren(this.over);
    if (!SIZES[device] || !this.draws) return;
    const [width, height] = SIZES[device];
    this.frame = el("iframe", { src: "/screen.html", title: "What the screen shows", sandbox: "allow-scripts", width, height });
    this.place.prepend(this.frame);
    this.#fit();
  }

  #draw() {
    if (!SIZES[this.device]) return this.#cover();
    if (!this.document) return this.#cover(idle());
    if (!this.frame) return this.#cover(this.#held(""));
    if (this.ready) this.#post({ kind: "draw", device: this.device, shown: this.document, commands: this.commands });
    else this.#cover(el("div", { class: "idle" }, "The screen is starting …"));
  }

  #cover(...children) {
    this.over.replaceChildren(...children);
    this.over.hidden = children.length === 0;
    this.frame?.toggleAttribute("inert", children.length > 0);
  }

  #fit() {
    if (this.frame) this.frame.style.transform = `scale(${this.place.clientWidth / SIZES[this.device][0]})`;
  }

  #post(message) {
    this.frame.contentWindow.postMessage(message, "*");
  }

  #told(event) {
    if (!this.frame || event.source !== this.frame.contentWindow) return;
    const { kind, token } = event.data ?? {};
    const current = this.document && token === (this.document.token ?? "");
    if (kind === "ready") {
      this.ready = true;
      this.#draw();
    } else if (kind === "touch" && current) {
      this.touch(event.data.arguments);
    } else if (kind === "drawn" && current) {
      this.#cover();
      this.place.dataset.drawn = token;
    } else if (kind === "failed" && current) {
      this.#cover(this.#held(event.data.why));
    }
  }

  #held(failed) {
    const why = failed
      ? el("p", { class: "missing" }, `The engine can’t draw this document: ${failed} This is what it was given:`)
      : el("p", { class: "missing" }, "To see it drawn: ", el("code", {}, "make page-screen"), ". This is what the document was given:");
    return el("div", { class: "held", tabindex: "0" }, why, ...this.#values(this.document.datasources ?? {}));
  }

  #values(data) {
    if (data === null || data === "") return [];
    if (Array.isArray(data)) return data.flatMap((one) => this.#values(one));
    if (typeof data !== "object") return [el("p", {}, unmarked(String(data)))];
    if (typeof data.touch === "string") {
      const label = data.label ?? data.text ?? data.touch;
      return [el("button", { type: "button", onclick: () => this.touch([data.touch]) }, unmarked(String(label)))];
    }
    return Object.values(data).flatMap((value) => this.#values(value));
  }
}

/** A text of APL without its markup. */
function unmarked(text) {
  const named = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&nbsp;": " " };
  return text.replace(/<br\s*\/?>/g, "\n").replace(/<[^>]*>/g, "").replace(/&(?:lt|gt|amp|nbsp);/g, (found) => named[found]);
}

function idle() {
  const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  return el("div", { class: "idle" }, el("b", {}, now), "Nothing of the skill is on the screen.");
}
