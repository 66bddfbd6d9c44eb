// The page: one tab, one conversation. The server keeps it; this draws it and says what is typed, spoken or picked.

import { ask, Gone, newId, Unreachable } from "./api.js";
import { el, find, kept } from "./dom.js";
import { keys } from "./keys.js";
import { Pickers, themeSwitch } from "./pickers.js";
import { Screen } from "./screen.js";
import { Turns } from "./turns.js";
import { listening, speaks, Voice } from "./voice.js";

const words = find("words");
const said = [];
let about, state, turns, screen, pickers, voice, busy = false;

function light(what) {
  document.body.dataset.light = what || (busy ? "thinks" : state?.session_open ? "asked" : "");
}

/** `now`: the server's state, entries left out where only a turn was added. */
function take(now, commands = []) {
  state = now;
  kept.set("tab", now.id, "sessionStorage");
  pickers.show(now);
  screen.show(now.device, now.screen, commands);
  find("session").textContent = now.session_open ? "The session is open" : "No session is open";
  find("session").classList.toggle("open", now.session_open);
  find("silence").disabled = find("close").disabled = !now.session_open;
  find("suggestions").replaceChildren(
    ...now.suggestions.map((text, index) =>
      el("button", { type: "button", "aria-keyshortcuts": `Alt+${index + 1}`, onclick: () => say(text) }, text)),
  );
  find("app").replaceChildren(...appButtons(now));
  light("");
}

function appButtons(now) {
  const button = (label, event) => el("button", { type: "button", onclick: () => act("event", event) }, label);
  const made = [now.linked ? null : button("Link account", { kind: "linked", customer: about.customer ?? "token" }),
    button("Disable skill", { kind: "disabled" })];
  if (about.start_over) {
    made.push(el("button", { type: "button", onclick: startOver, title: "Orders and cases as they were at the start, for all tabs" }, "Example world anew"));
  }
  return made.filter(Boolean);
}

async function say(text) {
  const spoken = text.trim();
  if (!spoken) return;
  if (said.at(-1) !== spoken) said.push(spoken);
  await act("say", spoken);
}

/** One turn. What can't be sent stays, and may be sent again under the same id. */
async function act(action, argument = null) {
  if (busy) return;
  voice.quiet();
  words.value = "";
  const turn = { id: newId(), action, argument };
  await send(turn, turns.pending(action, argument));
}

async function send(turn, pending) {
  busy = true;
  banner("");
  light("thinks");
  try {
    const now = await ask(`/api/tabs/${state.id}/turns`, turn);
    busy = false;
    const made = turns.answered(pending, now.entry);
    take(now, now.entry.commands);
    heard(now.entry, made);
  } catch (problem) {
    busy = false;
    light("");
    await failed(problem, turn, pending);
  }
  words.focus({ preventScroll: true });
}

async function failed(problem, turn, pending) {
  if (problem instanceof Unreachable) {
    pending.querySelector(".waiting")?.remove();
    banner(`${problem.message} Your words are kept.`, () => send(turn, pending));
    return;
  }
  pending.remove();
  if (turn.action === "say") words.value = turn.argument;
  if (problem instanceof Gone) {
    await open({ customer: state.customer, device: state.device, locale: state.locale });
    banner(`${problem.message}. This is a new one.`);
  } else {
    banner(problem.message);
  }
}

function heard(entry, made) {
  if (entry.action === "event") return;
  const over = entry.sent && !entry.session_open ? " The session is over." : "";
  find("announce").append(el("p", {}, `${entry.speech || "Nothing is said."}${entry.card ? " There is a card." : ""}${over}`));
  voice.say(entry.speech, state.locale, made.querySelector(".heard"));
}

function banner(text, again = null) {
  const place = find("banner");
  const button = place.querySelector("button");
  place.hidden = !text;
  place.querySelector("p").textContent = text;
  button.hidden = !again;
  button.onclick = again;
}

async function open(wanted) {
  const now = await ask("/api/tabs", wanted);
  take(now);
  turns.draw(now.entries);
}

async function change(wanted) {
  voice.quiet();
  try {
    const now = await ask(`/api/tabs/${state.id}`, wanted);
    take(now);
    turns.draw(now.entries);
    banner("");
  } catch (problem) {
    pickers.show(state);
    if (problem instanceof Gone) await open(wanted);
    else banner(problem.message);
  }
}

async function startOver() {
  try {
    await ask("/api/start-over", {});
    await change({ customer: state.customer, device: state.device, locale: state.locale });
  } catch (problem) {
    banner(problem.message);
  }
}

/** The conversation of this tab. A copy of a tab holds the same id; the one that came first keeps it. */
async function resume() {
  const id = kept.get("tab", "sessionStorage");
  if (id && (await mine(id))) {
    try {
      const now = await ask(`/api/tabs/${id}`);
      take(now);
      turns.draw(now.entries);
      said.push(...now.entries.filter((entry) => entry.action === "say").map((entry) => entry.argument));
      return;
    } catch (problem) {
      if (!(problem instanceof Gone)) throw problem;
    }
  }
  await open({ customer: about.customer, device: about.device, locale: about.locale });
  await mine(state.id);
}

async function mine(id) {
  if (!navigator.locks) return true;
  for (let tries = 0; tries < 4; tries += 1) {
    const got = await new Promise((told) => {
      navigator.locks.request(`stand-in.${id}`, { ifAvailable: true }, (lock) => {
        told(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      });
    });
    if (got) return true;
    await new Promise((done) => setTimeout(done, 60));
  }
  return false;
}

function wire() {
  find("say").addEventListener("submit", (event) => {
    event.preventDefault();
    say(words.value);
  });
  for (const action of ["launch", "silence", "close"]) find(action).addEventListener("click", () => act(action));
  const voiceButton = find("voice");
  voiceButton.hidden = !speaks;
  voiceButton.setAttribute("aria-pressed", String(voice.on));
  voiceButton.addEventListener("click", () => {
    voice.set(!voice.on);
    voiceButton.setAttribute("aria-pressed", String(voice.on));
    const last = [...document.querySelectorAll(".heard")].at(-1);
    if (last) voice.say(last.lastChild.textContent, state.locale, last);
  });
  const rate = find("rate");
  const tellRate = () => { find("rate-told").textContent = `${Number(rate.value).toFixed(1)}×`; };
  rate.value = voice.rate;
  tellRate();
  rate.addEventListener("input", () => {
    voice.setRate(Number(rate.value));
    tellRate();
  });
  find("settings").addEventListener("click", () => {
    const shown = find("side").classList.toggle("shown");
    find("settings").setAttribute("aria-expanded", String(shown));
  });
  const speak = listening(voice, words, () => state.locale, say, banner);
  keys({ words, said, voice, act, speak });
}

async function start() {
  themeSwitch();
  about = await ask("/api/about");
  find("name").textContent = document.title = about.name;
  voice = new Voice(light);
  turns = new Turns(about, (number) => ask(`/api/tabs/${state.id}/turns/${number}`), (event) => act("event", event));
  screen = new Screen(about.draws_screens, (sent) => act("touch", sent.length > 1 ? sent : sent[0]));
  pickers = new Pickers(about, change);
  await resume();
  wire();
  document.body.dataset.ready = "yes";
  words.focus();
}

const begin = () => start().catch((problem) => banner(problem.message, begin));
begin();
