// A card, as the Alexa app shows it. Pictures of other hosts are named, not loaded: the page asks nobody but its server.

import { el } from "./dom.js";

const PERMISSIONS = {
  "alexa::profile:name:read": "Full name",
  "alexa::profile:given_name:read": "First name",
  "alexa::profile:email:read": "Email address",
  "alexa::profile:mobile_number:read": "Mobile number",
  "read::alexa:device:all:address": "Device address",
  "read::alexa:device:all:address:country_and_postal_code": "Device country and postal code",
  "alexa::alerts:reminders:skill:readwrite": "Reminders",
  "alexa::devices:all:notifications:write": "Notifications",
};

/** `happens(event)`: something is done in the app. `about` is what the page knows of the skill. */
export function cardOf(card, about, happens) {
  const inner = el("div", { class: "in" });
  const kinds = { LinkAccount: linking, AskForPermissionsConsent: permissions };
  (kinds[card.type] ?? words)(card, inner, about, happens);
  return el("article", { class: "card", "aria-label": "Card in the Alexa app" },
    el("header", {}, about.name, el("span", {}, "Alexa app")), inner);
}

function words(card, inner) {
  if (card.title) inner.append(el("h3", {}, card.title));
  inner.append(el("p", {}, card.content ?? card.text ?? ""));
  const picture = card.image?.largeImageUrl ?? card.image?.smallImageUrl;
  if (picture) inner.append(el("a", { href: picture, rel: "noreferrer", target: "_blank" }, "Picture of this card"));
}

function linking(card, inner, about, happens) {
  const known = about.customers.length > 0;
  const who = known
    ? el("select", { "aria-label": "Customer to link" }, ...about.customers.map(({ id, name }) => el("option", { value: id }, name)))
    : el("input", { type: "text", "aria-label": "Access token to link", value: "token" });
  if (known && about.customer) who.value = about.customer;
  inner.append(
    el("h3", {}, "Link your account"),
    el("p", {}, `${about.name} asks you to sign in with the shop, so that it can answer about you.`),
    el("div", { class: "row" }, who,
      el("button", { type: "button", onclick: () => happens({ kind: "linked", customer: who.value }) }, "Link account")),
  );
}

function permissions(card, inner, about, happens) {
  const scopes = card.permissions ?? [];
  inner.append(
    el("h3", {}, "Permissions"),
    el("p", {}, `${about.name} asks for:`),
    el("ul", {}, ...scopes.map((scope) => el("li", {}, PERMISSIONS[scope] ?? scope))),
    el("div", { class: "row" },
      el("button", { type: "button", onclick: () => happens({ kind: "permission-accepted", scopes }) }, "Allow")),
  );
}
