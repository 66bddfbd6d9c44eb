// Who is talking, on which device, in which language; how it looks and sounds.

import { el, find, kept } from "./dom.js";
import { speaks } from "./voice.js";

const NOBODY = "";

export class Pickers {
  /** `changed({customer, device, locale})`: someone else or another device was picked. */
  constructor(about, changed) {
    this.about = about;
    this.form = find("pickers");
    this.who = this.#who();
    this.locale = find("locale");
    this.locale.append(...about.locales.map((locale) => el("option", { value: locale }, languageOf(locale))));
    find("rate-field").hidden = !speaks;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => {
      if (event.target.id !== "rate") changed(this.picked());
    });
  }

  picked() {
    const device = new FormData(this.form).get("device");
    return { customer: this.who.value.trim() || null, device, locale: this.locale.value };
  }

  show(state) {
    this.who.value = state.customer ?? NOBODY;
    this.locale.value = state.locale;
    this.form.querySelector(`[name=device][value=${state.device}]`).checked = true;
    document.body.dataset.device = state.device;
    const customer = this.about.customers.find(({ id }) => id === state.customer);
    find("story").textContent = customer ? capital(customer.story) : "";
    find("story").hidden = !customer;
  }

  #who() {
    const { customers } = this.about;
    const made = customers.length
      ? el("select", { id: "customer" },
        ...customers.map(({ id, name }) => el("option", { value: id }, name)),
        el("option", { value: NOBODY }, "Nobody (not linked)"))
      : el("input", { id: "customer", type: "text", placeholder: "not linked" });
    find("who").append(el("label", { for: "customer" }, customers.length ? "Customer" : "Access token"), made);
    return made;
  }
}

export function themeSwitch() {
  const wished = () => kept.get("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const set = (theme) => { document.documentElement.dataset.theme = theme; };
  if (kept.get("theme")) set(kept.get("theme"));
  find("theme").addEventListener("click", () => {
    const next = wished() === "dark" ? "light" : "dark";
    kept.set("theme", next);
    set(next);
  });
}

const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

function languageOf(locale) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(locale);
  } catch {
    return locale;
  }
}
