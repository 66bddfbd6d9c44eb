// Everything by keyboard. Alt with a letter does what a button does; nothing is bound that a browser or a reader uses.

import { find } from "./dom.js";

export function keys({ words, said, voice, act, speak }) {
  let at = said.length;
  let typed = "";
  const dialog = find("keys");
  const showKeys = () => dialog.showModal();
  find("help").addEventListener("click", showKeys);

  words.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") {
      at = said.length;
      return;
    }
    event.preventDefault();
    if (at >= said.length) {
      at = said.length;
      typed = words.value;
    }
    at = Math.max(0, Math.min(said.length, at + (event.key === "ArrowUp" ? -1 : 1)));
    words.value = said[at] ?? typed;
    words.setSelectionRange(words.value.length, words.value.length);
  });

  const click = (id) => () => find(id).click();
  const done = {
    KeyO: click("launch"), KeyS: click("silence"), KeyX: click("close"), KeyV: click("voice"), KeyM: speak, KeyW: why,
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !dialog.open) {
      voice.quiet();
      close();
      words.focus();
    } else if (event.key === "/" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      showKeys();
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      const number = /^Digit([1-9])$/.exec(event.code)?.[1];
      const does = number ? find("suggestions").children[number - 1]?.click.bind(find("suggestions").children[number - 1]) : done[event.code];
      if (does) {
        event.preventDefault();
        does();
      }
    }
  });

  function close() {
    find("side").classList.remove("shown");
    find("settings").setAttribute("aria-expanded", "false");
  }
}

/** What lies behind the last answer, open or shut. */
function why() {
  const last = [...document.querySelectorAll(".why")].at(-1);
  if (!last) return;
  last.open = !last.open;
  last.querySelector("summary").focus();
  last.scrollIntoView({ block: "nearest" });
}
