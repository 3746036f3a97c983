/** What the phone says for a moment (toast) or until it is read (alert). */

import { byId } from "./dom.js";

const TOAST_MS = 5000;
let timer = 0;

export function toast(text) {
  const place = byId("toast");
  clearTimeout(timer);
  place.textContent = text;
  place.classList.add("shown");
  timer = setTimeout(() => {
    place.classList.remove("shown");
    place.textContent = "";
  }, TOAST_MS);
}

export function alertDialog(text) {
  const dialog = byId("alert");
  byId("alert-text").textContent = text;
  if (!dialog.open) dialog.showModal();
}
