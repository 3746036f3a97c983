/** One message: a bubble, its media, its keyboard. Updated in place, never rebuilt. */

import { el, icon } from "./dom.js";
import { markWaiting, showKeyboard } from "./keyboard.js";
import { safeFragment } from "./safe.js";
import { isoOf, sizeName, timeOf } from "./times.js";

function photo({ url, width, height }) {
  const image = el("img", { className: "photo", src: url, alt: "Foto", loading: "lazy" });
  if (width && height) Object.assign(image, { width, height });
  return el("a", { href: url, target: "_blank", rel: "noopener", className: "photo-link" }, image);
}

function fileCard(name, detail, url, kind) {
  const words = el("span", { className: "file-words" }, el("b", {}, name), el("small", {}, detail));
  const face = el("span", { className: "file-face" }, icon(kind));
  return el("a", { className: "file", href: url, target: "_blank", rel: "noopener" }, face, words);
}

const SHOWN = {
  photo,
  document: ({ url, name, bytes }) => fileCard(name ?? "Berkas", sizeName(bytes ?? 0), url, "file"),
  voice: ({ url, duration }) => fileCard("Pesan suara", duration ? `${duration} detik` : "Audio", url, "voice"),
  video: ({ url }) => el("video", { className: "photo", src: url, controls: true, preload: "metadata" }),
  sticker: ({ url }) => el("img", { className: "sticker", src: url, alt: "Stiker" }),
};

const media = (message) =>
  Object.entries(SHOWN)
    .filter(([kind]) => message[kind])
    .map(([kind, show]) => show(message[kind]));

/** A phone shows "/start" alone: the payload of a scanned link stays out of sight. */
function visibleHtml({ from, text, html, caption_html: caption }) {
  if (from === "me" && text?.startsWith("/start ")) return "/start";
  return caption || html || "";
}

export class Bubble {
  #shown = "";

  constructor(message, speaker) {
    const who = el("span", { className: "unseen" }, `${speaker}: `);
    this.media = el("div", { className: "media" });
    this.words = el("div", { className: "words" });
    this.meta = el("p", { className: "meta", "aria-live": "off" });
    this.keys = el("div", { className: "keys", role: "group", "aria-live": "off" });
    this.keys.setAttribute("aria-label", `Tombol jawaban dari ${speaker}`);
    this.box = el("div", { className: "bubble" }, who, this.media, this.words, this.meta);
    this.node = el("article", { className: `message ${message.from}`, tabIndex: -1 }, this.box, this.keys);
    this.node.dataset.message = message.message_id;
    this.node.setAttribute("aria-label", `${speaker}, pukul ${timeOf(message.date)}`);
    this.update(message);
  }

  /** True when anything the person can see has changed. */
  update(message) {
    const now = JSON.stringify(message);
    if (now === this.#shown) return false;
    const before = this.#shown ? JSON.parse(this.#shown) : null;
    this.#shown = now;
    this.message = message;
    this.#showMedia(before, message);
    this.#showWords(before, message);
    this.#showMeta(message);
    showKeyboard(this.keys, message.keyboard ?? [], this.node);
    this.node.classList.toggle("with-keys", !this.keys.hidden);
    this.changedAt = performance.now();
    return true;
  }

  markWaiting(isWaiting) {
    markWaiting(this.keys, isWaiting);
  }

  #showMedia(before, message) {
    const kinds = Object.keys(SHOWN);
    const same = before && kinds.every((k) => JSON.stringify(before[k]) === JSON.stringify(message[k]));
    if (same) return;
    this.media.replaceChildren(...media(message));
    this.media.hidden = !this.media.children.length;
    this.node.classList.toggle("with-photo", Boolean(message.photo || message.video));
    this.node.classList.toggle("bare", Boolean(message.sticker));
  }

  #showWords(before, message) {
    const html = visibleHtml(message);
    if (before && html === visibleHtml(before)) return;
    this.words.replaceChildren(safeFragment(html));
    this.words.hidden = !html;
    this.node.classList.toggle("protected", Boolean(message.protect));
  }

  #showMeta({ date, edited }) {
    const time = el("time", { dateTime: isoOf(date) }, timeOf(date));
    this.meta.replaceChildren(...(edited ? [el("span", {}, "diedit "), time] : [time]));
  }
}
