/** One message, or one album: a bubble, its media, its keyboard. Updated in place, never rebuilt. */

import { el } from "./dom.js";
import { markWaiting, showKeyboard } from "./keyboard.js";
import { carried, carriesPicture, mediaOf } from "./media.js";
import { safeFragment } from "./safe.js";
import { isoOf, timeOf } from "./times.js";

/** A phone shows "/start" alone: the payload of a scanned link stays out of sight. */
function visibleHtml({ from, text, html, caption_html: caption }) {
  if (from === "me" && text?.startsWith("/start ")) return "/start";
  return caption || html || "";
}

const wordsOf = (messages) => messages.map(visibleHtml).filter(Boolean).join("<br>");
const carriedBy = (messages) => JSON.stringify(messages.map(carried));

export class Bubble {
  #shown = "";

  constructor(messages, speaker) {
    const [message] = messages;
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
    this.update(messages);
  }

  /** True when anything the person can see has changed. */
  update(messages) {
    const now = JSON.stringify(messages);
    if (now === this.#shown) return false;
    const before = this.#shown ? JSON.parse(this.#shown) : null;
    this.#shown = now;
    [this.message] = messages;
    this.#showMedia(before, messages);
    this.#showWords(before, messages);
    this.#showMeta(messages);
    showKeyboard(this.keys, this.message.keyboard ?? [], this.node);
    this.node.classList.toggle("with-keys", !this.keys.hidden);
    this.changedAt = performance.now();
    return true;
  }

  markWaiting(isWaiting) {
    markWaiting(this.keys, isWaiting);
  }

  #showMedia(before, messages) {
    if (before && carriedBy(before) === carriedBy(messages)) return;
    this.media.replaceChildren(...mediaOf(messages));
    this.media.hidden = !this.media.children.length;
    this.node.classList.toggle("with-photo", messages.some(carriesPicture));
    this.node.classList.toggle("with-grid", messages.length > 1 && messages.every(carriesPicture));
    this.node.classList.toggle("bare", Boolean(this.message.sticker));
  }

  #showWords(before, messages) {
    const html = wordsOf(messages);
    if (before && html === wordsOf(before)) return;
    this.words.replaceChildren(safeFragment(html));
    this.words.hidden = !html;
    this.node.classList.toggle("protected", messages.some(({ protect }) => protect));
  }

  #showMeta(messages) {
    const { date } = messages.at(-1);
    const time = el("time", { dateTime: isoOf(date) }, timeOf(date));
    const isEdited = messages.some(({ edited }) => edited);
    this.meta.replaceChildren(...(isEdited ? [el("span", {}, "diedit "), time] : [time]));
  }
}
