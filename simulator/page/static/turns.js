// The conversation: what was said, heard, and what lies behind each turn.

import { cardOf } from "./card.js";
import { el, find } from "./dom.js";

const DONE = {
  launch: (_, about) => `Opened ${about.name}`,
  silence: () => "Said nothing",
  close: () => "Left",
  touch: (argument) => `Touched ${[argument].flat().map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(", ")}`,
};
const DEVICES = { speaker: "a speaker", round: "a small round screen", large: "a large screen" };
const EVENTS = {
  linked: "The account was linked",
  disabled: "The skill was disabled",
  enabled: "The skill was enabled",
  "permission-accepted": "The permission was given",
};

export class Turns {
  /** `raw(number)` fetches request and response; `happens(event)` does something in the app. */
  constructor(about, raw, happens) {
    this.about = about;
    this.raw = raw;
    this.happens = happens;
    this.list = find("turns");
    this.scroll = find("scroll");
  }

  draw(entries) {
    this.list.replaceChildren(...entries.map((entry) => this.#entry(entry)));
    this.#settle();
  }

  /** What was just said, before its answer is there. */
  pending(action, argument) {
    const dots = el("div", { class: "bubble heard waiting", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    const made = el("li", { class: "turn" }, this.#said(action, argument), action === "event" ? null : dots);
    this.list.append(made);
    this.#settle();
    return made;
  }

  /** The answer takes the place of what was pending. */
  answered(pending, entry) {
    const made = this.#entry(entry);
    pending.replaceWith(made);
    this.#settle();
    return made;
  }

  #entry(entry) {
    if (entry.kind === "became") return el("li", { class: "note" }, this.#became(entry));
    const heard = this.#heard(entry);
    const made = el("li", { class: "turn", "data-turn": entry.turn }, this.#said(entry.action, entry.argument), heard);
    if (entry.problem) made.append(el("p", { class: "trouble" }, `Alexa refused the skill’s response: ${entry.problem}`));
    for (const error of entry.errors) made.append(el("p", { class: "trouble" }, `The skill logged: ${error}`));
    if (entry.card) made.append(cardOf(entry.card, this.about, this.happens));
    made.append(this.#why(entry));
    if (entry.sent && !entry.session_open && entry.action !== "event") {
      made.append(el("p", { class: "note" }, "The session is over."));
    }
    return made;
  }

  #became({ customer, device }) {
    const name = this.about.customers.find(({ id }) => id === customer)?.name ?? customer ?? "somebody whose account is not linked";
    return `You are now ${name}, with ${DEVICES[device]}. A new session.`;
  }

  #said(action, argument) {
    if (action === "say") return el("div", { class: "bubble said" }, el("span", { class: "hidden" }, "You: "), argument);
    if (action === "event") return el("p", { class: "note" }, EVENTS[argument.kind] ?? `In the app: ${argument.kind}`);
    return el("div", { class: "bubble said done" }, DONE[action](argument, this.about));
  }

  #heard(entry) {
    if (entry.action === "event") return null;
    if (!entry.speech) return el("div", { class: "bubble heard nothing" }, "Nothing is said.");
    return el("div", { class: "bubble heard" }, el("span", { class: "hidden" }, `${this.about.name}: `), entry.speech);
  }

  #why(entry) {
    const parts = [entry.intent ?? entry.request, ...entry.topics.slice(0, 2)].filter(Boolean);
    const summary = el("summary", {}, el("span", { class: "hidden" }, "Why: "));
    parts.forEach((part, index) => summary.append(index ? el("span", {}, part) : el("b", {}, part)));
    for (const slot of entry.slots) summary.append(el("span", {}, `${slot.name}: ${slot.value}`));
    summary.append(el("span", {}, `${Math.round(entry.whole_ms)} ms`));
    const lines = [...entry.why, ["whole turn", `${Math.round(entry.whole_ms)} ms, recognising included`]];
    if (entry.reprompt) lines.push(["if silent", `“${entry.reprompt}”`]);
    const told = el("dl", {}, ...lines.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)]));
    const why = el("details", { class: "why" }, summary, told);
    why.addEventListener("toggle", () => why.open && why.scrollIntoView({ block: "nearest" }));
    if (entry.sent) for (const part of ["request", "response"]) why.append(this.#raw(entry.turn, part));
    return why;
  }

  #raw(number, part) {
    const pre = el("pre", { tabindex: "0" }, "…");
    const made = el("details", { class: "raw" }, el("summary", {}, `The whole ${part}`), pre);
    made.addEventListener("toggle", async () => {
      if (!made.open || pre.dataset.filled) return;
      try {
        pre.replaceChildren(...coloured((await this.raw(number))[part]));
        pre.dataset.filled = "yes";
      } catch (problem) {
        pre.textContent = problem.message;
      }
    });
    return made;
  }

  #settle() {
    find("empty").hidden = this.list.childElementCount > 0;
    const last = this.list.lastElementChild;
    // All of the last turn where it fits, else its beginning: what was said and heard stands above card and reasons.
    const above = last ? last.offsetTop - 20 : 0;
    this.scroll.scrollTop = Math.min(this.scroll.scrollHeight - this.scroll.clientHeight, above);
  }
}

function coloured(data) {
  const text = JSON.stringify(data, null, 2);
  const parts = text.split(/("(?:[^"\\]|\\.)*"(?::)?)/);
  return parts.map((part) => {
    if (!part.startsWith('"')) return part;
    return el("span", { class: part.endsWith(":") ? "key" : "text" }, part);
  });
}
