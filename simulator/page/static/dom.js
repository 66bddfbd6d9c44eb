// Elements made and found. Text is always text: nothing of a skill is ever read as markup.

export const find = (id) => document.getElementById(id);

/** An element: `el("p", {class: "note", hidden: true, onclick: f}, "text", child)`. */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") made.toggleAttribute(name, value);
    else if (value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

/** Kept between visits where the browser keeps anything. */
export const kept = {
  get(name, store = "localStorage") {
    try { return window[store].getItem(`stand-in.${name}`); } catch { return null; }
  },
  set(name, value, store = "localStorage") {
    try {
      if (value == null) window[store].removeItem(`stand-in.${name}`);
      else window[store].setItem(`stand-in.${name}`, value);
    } catch { /* a private window: kept for this visit only */ }
  },
};
