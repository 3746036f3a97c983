/** The chat log: bubbles in order, day lines, the typing dots, and where the eye is. */

import { Bubble } from "./bubble.js";
import { arrange, byId, el } from "./dom.js";
import { dayKey, dayName } from "./times.js";

const NEAR_END_PX = 120;
const READING_GAP_PX = 10;

/** Lists of messages that are shown together: an album, or one message. */
function inAlbums(messages) {
  const entries = [];
  for (const message of messages) {
    const group = message.media_group_id;
    const last = entries.at(-1);
    if (group && last?.[0].media_group_id === group && last[0].from === message.from) last.push(message);
    else entries.push([message]);
  }
  return entries;
}

function buttonsOf(message) {
  return (message?.keyboard ?? []).flat().map(({ data, url }) => data ?? url);
}

/** An edit that leaves most buttons as they were: a box was ticked, nothing new is asked. */
function isSameScreen(before, after) {
  const [was, is] = [buttonsOf(before), buttonsOf(after)];
  const kept = was.filter((each) => is.includes(each)).length;
  return before?.message_id === after?.message_id && kept * 2 > Math.max(was.length, is.length);
}

export class Log {
  #newest = null;
  #bubbles = new Map();
  #days = new Map();
  #typing = el("div", { className: "message bot typing" });
  #follows = true;
  #empty = el("div", { className: "empty" });
  #advice = el("p");

  constructor({ onChanged }) {
    this.node = byId("log");
    this.toEnd = byId("to-end");
    this.onChanged = onChanged;
    this.#typing.setAttribute("aria-label", "Bot sedang mengetik");
    this.#typing.append(el("div", { className: "bubble" }, el("i"), el("i"), el("i")));
    this.#empty.append(el("p", { className: "empty-title" }, "Belum ada pesan"), this.#advice);
    this.node.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.node.addEventListener("load", () => this.#keepUp(), { capture: true });
    new ResizeObserver(() => this.#keepUp()).observe(this.node);
    this.toEnd.addEventListener("click", () => this.#scrollTo(this.node.scrollHeight, false));
  }

  /** `advice` is for an empty chat. */
  clear(advice) {
    this.#advice.textContent = advice;
    this.#newest = null;
    this.#bubbles.clear();
    this.#days.clear();
    this.node.replaceChildren();
    this.node.setAttribute("aria-busy", "true");
  }

  show({ messages, typing }, speakers) {
    const isFirst = this.node.getAttribute("aria-busy") === "true";
    const follows = isFirst || this.#follows;
    const stays = isSameScreen(this.#newest, messages.at(-1));
    const below = this.#below();
    this.#newest = messages.at(-1) ?? null;
    const hadFocus = this.node.contains(document.activeElement);
    const news = this.#render(messages, typing, speakers);
    if (hadFocus && !this.node.contains(document.activeElement)) this.node.focus({ preventScroll: true });
    this.node.removeAttribute("aria-busy");
    if (stays && follows) this.#scrollTo(this.node.scrollHeight - this.node.clientHeight - below, true);
    else if (follows || news.some((message) => message.from === "me")) this.scrollToNewest(isFirst);
    this.#showToEnd();
    return isFirst ? [] : news;
  }

  markWaiting(isWaiting) {
    for (const [id, bubble] of this.#bubbles) bubble.markWaiting((data) => isWaiting(id, data));
  }

  bubbleOf(node) {
    const article = node.closest("article.message");
    return article ? this.#bubbles.get(Number(article.dataset.message)) : undefined;
  }

  newest() {
    return [...this.node.querySelectorAll("article.message")].at(-1);
  }

  /** Show the end, but never past the top of the newest message: a question is read before it is answered. */
  scrollToNewest(isInstant = false) {
    this.#follows = true;
    const top = (this.newest()?.offsetTop ?? 0) - this.node.offsetTop - READING_GAP_PX;
    const end = this.node.scrollHeight - this.node.clientHeight;
    this.#scrollTo(Math.min(end, top), isInstant);
  }

  #scrollTo(top, isInstant) {
    const behavior = isInstant ? "instant" : "smooth";
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollTo({ top, behavior: isCalm ? "instant" : behavior });
  }

  #render(messages, typing, speakers) {
    const news = [];
    const wanted = [];
    const entries = inAlbums(messages);
    const present = new Set(entries.map(([{ message_id: id }]) => id));
    for (const id of this.#bubbles.keys()) if (!present.has(id)) this.#bubbles.delete(id);
    entries.forEach((entry, at) => {
      const [before, after] = [entries[at - 1]?.at(-1), entries[at + 1]?.[0]];
      if (!before || dayKey(before.date) !== dayKey(entry[0].date)) wanted.push(this.#dayLine(entry[0].date));
      if (!this.#bubbles.has(entry[0].message_id)) news.push(...entry);
      wanted.push(this.#bubble(entry, before, after, speakers));
    });
    if (!messages.length) wanted.push(this.#empty);
    if (typing) wanted.push(this.#typing);
    arrange(this.node, wanted);
    return news;
  }

  #bubble(entry, before, after, speakers) {
    const [{ message_id: id, from }] = entry;
    const known = this.#bubbles.get(id);
    const bubble = known ?? new Bubble(entry, speakers[from]);
    if (!known) this.#bubbles.set(id, bubble);
    else if (known.update(entry)) this.onChanged(id);
    bubble.node.classList.toggle("follows", before?.from === from && !before.keyboard?.length);
    bubble.node.classList.toggle("last-of-run", after?.from !== from);
    return bubble.node;
  }

  #dayLine(seconds) {
    const key = dayKey(seconds);
    const line = this.#days.get(key) ?? el("p", { className: "day" });
    line.textContent = dayName(seconds);
    this.#days.set(key, line);
    return line;
  }

  #below() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight;
  }

  #onScroll() {
    const tooTall = (this.newest()?.offsetHeight ?? 0) - this.node.clientHeight;
    this.#follows = this.#below() < NEAR_END_PX + Math.max(0, tooTall);
    this.#showToEnd();
  }

  /** Pictures that arrive late and a screen that changes size must not push the newest message away. */
  #keepUp() {
    if (this.#follows) this.scrollToNewest(true);
    this.#showToEnd();
  }

  #showToEnd() {
    this.toEnd.hidden = this.#below() < NEAR_END_PX;
  }
}
