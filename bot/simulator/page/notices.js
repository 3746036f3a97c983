/** What the phone says for a moment (toast) or until it is read (alert). */

import { Unreachable } from "./api.js";
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

const EXCUSES = {
  404: "Tidak ditemukan. Mungkin tautan itu milik bot lain.",
  409: "Itu sudah berganti. Lihat pesan terbaru.",
  413: "Berkas itu terlalu besar.",
};

/** Say why something did not happen; `consequence` tells what that means for the person. */
export function excuse(error, consequence) {
  const cause = error instanceof Unreachable ? "Belum tersambung." : (EXCUSES[error.status] ?? "Permintaan ditolak.");
  toast(`${cause} ${consequence}`);
}

export function alertDialog(text) {
  const dialog = byId("alert");
  byId("alert-text").textContent = text;
  const { left, width } = byId("screen").getBoundingClientRect();
  dialog.style.setProperty("--phone-middle", `${left + width / 2}px`);
  if (!dialog.open) dialog.showModal();
}
