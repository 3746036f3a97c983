/** One open chat: fetches it, listens to it, and carries taps to the bot exactly once. */

import * as api from "./api.js";
import { Log } from "./log.js";
import { alertDialog, excuse, toast } from "./notices.js";
import { Taps } from "./taps.js";

const RETRY_MS = 1500;
const FRESH_MS = 350;
const TYPING_MS = 5200;

export class Chat {
  #persona = null;
  #stop = () => {};
  #loading = false;
  #again = false;
  #held = [];
  #unsure = new Set();
  #bot = "Bot";

  /** `hooks`: onShown(chat, news), onUp(), onDown(), onBot(botProcess), onGone(), onLink(address), onCommand(text) */
  constructor(hooks) {
    this.hooks = hooks;
    this.isUp = false;
    this.taps = new Taps(() => this.#paint());
    this.log = new Log({ onChanged: (id) => this.taps.messageChanged(this.#persona, id) });
    this.log.node.addEventListener("click", (event) => this.#onClick(event));
  }

  get persona() {
    return this.#persona;
  }

  open(persona, botName, advice) {
    this.#stop();
    this.#persona = persona;
    this.#bot = botName;
    this.log.clear(advice);
    this.#stop = api.listen(persona, {
      onEvent: (kind, data) => this.#onEvent(kind, data),
      onUp: () => this.#setUp(),
      onDown: () => this.#setDown(),
    });
    this.refresh();
  }

  /** Fetch until what is shown is at least as new as the last call. */
  async refresh() {
    this.#again = true;
    if (this.#loading) return;
    this.#loading = true;
    while (this.#again) {
      this.#again = false;
      await this.#load(this.#persona);
    }
    this.#loading = false;
  }

  async #load(persona) {
    try {
      const chat = await api.chat(persona);
      if (persona !== this.#persona) return;
      const news = this.log.show(chat, { bot: this.#bot, me: "Anda" });
      this.#paint();
      this.#settleUnsure(persona);
      // Typing ends by itself after five seconds, and nobody is told.
      if (chat.typing) setTimeout(() => this.refresh(), TYPING_MS);
      this.hooks.onShown(chat, news);
    } catch (error) {
      if (error.status === 404) this.hooks.onGone();
      else setTimeout(() => this.refresh(), RETRY_MS);
    }
  }

  #onEvent(kind, data) {
    if (kind === "chat") this.refresh();
    else if (kind === "answered") this.taps.answered(data.query_id);
    else if (kind === "toast") (data.alert ? alertDialog : toast)(data.text);
    else if (kind === "bot") this.hooks.onBot(data.botProcess);
  }

  #setUp() {
    this.isUp = true;
    this.hooks.onUp();
    this.refresh();
    for (const send of this.#held.splice(0)) send();
  }

  #setDown() {
    this.isUp = false;
    this.hooks.onDown();
  }

  #paint() {
    this.log.markWaiting((id, data) => this.taps.isWaiting(this.#persona, id, data));
  }

  #onClick(event) {
    const link = event.target.closest("a[href]");
    if (link) this.#onLink(event, link);
    const spoiler = event.target.closest(".spoiler");
    if (spoiler) this.#reveal(spoiler);
    const command = event.target.closest(".command");
    if (command) this.hooks.onCommand(command.textContent);
    const key = event.target.closest("button.key");
    if (key) this.#onKey(event, key);
  }

  #onLink(event, link) {
    if (this.hooks.onLink(link.href)) event.preventDefault();
  }

  #reveal(spoiler) {
    const text = document.createElement("span");
    text.append(...spoiler.childNodes);
    spoiler.replaceWith(text);
  }

  #onKey(event, key) {
    const bubble = this.log.bubbleOf(key);
    // The second half of a double click must not answer the question that has just slid under it.
    const isEcho = event.detail > 1 && performance.now() - bubble.changedAt < FRESH_MS;
    if (!isEcho) this.tap(bubble.message.message_id, key.dataset.data);
  }

  /** While the line is down a tap waits its turn, since it has certainly not been sent yet. */
  tap(messageId, data) {
    const persona = this.#persona;
    if (!this.taps.hold(persona, messageId, data)) return;
    const send = () => this.#send(persona, messageId, data);
    if (this.isUp) send();
    else this.#held.push(send);
  }

  async #send(persona, messageId, data) {
    const key = Taps.key(persona, messageId, data);
    try {
      const { query_id: queryId } = await api.tap(persona, messageId, data);
      this.taps.sent(key, queryId);
    } catch (error) {
      if (error instanceof api.Unreachable) this.#unsure.add(key);
      else this.#refuse(key, error);
      this.refresh();
    }
  }

  #refuse(key, error) {
    this.taps.release(key);
    excuse(error, "Ketukan tidak dikirim.");
  }

  /** A tap that broke off mid-way may have arrived: the fetched chat decides, we never send it twice. */
  #settleUnsure(persona) {
    for (const key of this.#unsure) {
      if (!key.startsWith(`${persona} `)) continue;
      this.#unsure.delete(key);
      if (!this.taps.has(key)) continue;
      this.taps.release(key);
      toast("Sambungan terputus saat mengetuk. Periksa pesan, lalu ketuk lagi bila perlu.");
    }
  }
}
