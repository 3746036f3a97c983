/** The input bar: words, commands, files. What could not be sent comes back into the box. */

import * as api from "./api.js";
import { MAX_CAPTION, parcelsOf } from "./attachments.js";
import { alreadyShows, byId, el } from "./dom.js";
import { Gallery } from "./gallery.js";
import { Menu } from "./menu.js";
import { excuse, toast } from "./notices.js";

const MAX_HEIGHT_PX = 132;

export class Composer {
  #drafts = new Map();
  #persona = null;

  constructor() {
    this.form = byId("composer");
    this.words = byId("words");
    this.commandMenu = new Menu(byId("commands"), byId("command-menu"));
    this.attachMenu = new Menu(byId("attach"), byId("attach-menu"));
    this.gallery = new Gallery((files, asDocuments) => this.sendFiles(files, asDocuments));
    this.form.addEventListener("submit", (event) => this.#onSubmit(event));
    this.words.addEventListener("input", () => this.#onInput());
    this.words.addEventListener("keydown", (event) => this.#onKey(event));
    this.words.addEventListener("paste", (event) => this.#onGiven(event, event.clipboardData));
    byId("log").addEventListener("dragover", (event) => event.preventDefault());
    byId("log").addEventListener("drop", (event) => this.#onGiven(event, event.dataTransfer));
    byId("attach-menu").addEventListener("click", ({ target }) => this.#pick(target));
    byId("start").addEventListener("click", () => this.#attempt(() => api.begin(this.#persona)));
    byId("unblock").addEventListener("click", () => this.#attempt(() => api.block(this.#persona, false)));
    for (const id of ["pick-photo", "pick-document"]) {
      byId(id).addEventListener("change", ({ target }) => this.#onPicked(target));
    }
  }

  use(persona) {
    if (this.#persona !== null) this.#drafts.set(this.#persona, this.words.value);
    this.#persona = persona;
    this.#write(this.#drafts.get(persona) ?? "");
    this.commandMenu.close();
    this.attachMenu.close();
  }

  setCommands(commands) {
    if (alreadyShows(byId("command-menu"), commands)) return;
    const entries = commands.map(({ command, description }) => {
      const entry = el("button", { type: "button" }, el("b", {}, `/${command}`), el("span", {}, description));
      entry.addEventListener("click", () => this.#onCommand(`/${command}`));
      return entry;
    });
    byId("command-menu").replaceChildren(...entries);
    byId("commands").hidden = !entries.length;
  }

  /** An empty chat offers one button, as a messenger does; so does a blocked one. */
  show({ messages, blocked }) {
    const hadFocus = byId("start").contains(document.activeElement) || byId("unblock").contains(document.activeElement);
    byId("unblock").hidden = !blocked;
    byId("start").hidden = blocked || messages.length > 0;
    this.form.hidden = blocked || !messages.length;
    if (hadFocus && !this.form.hidden) byId("log").focus();
  }

  #write(text) {
    this.words.value = text;
    this.#grow();
  }

  #grow() {
    this.words.style.height = "auto";
    this.words.style.height = `${Math.min(this.words.scrollHeight, MAX_HEIGHT_PX)}px`;
    this.form.classList.toggle("has-words", Boolean(this.words.value.trim()));
  }

  #onInput() {
    this.#grow();
    const typed = this.words.value;
    const entries = [...byId("command-menu").children];
    for (const entry of entries) entry.hidden = !entry.firstChild.textContent.startsWith(typed);
    if (typed.startsWith("/") && entries.some((entry) => !entry.hidden)) this.commandMenu.open();
    else this.commandMenu.close();
    if (!typed.startsWith("/")) for (const entry of entries) entry.hidden = false;
  }

  #onKey(event) {
    if (event.isComposing) return;
    const sends = event.key === "Enter" && !event.shiftKey;
    const enters = this.commandMenu.isOpen && ["ArrowUp", "ArrowDown"].includes(event.key);
    if (sends) this.form.requestSubmit();
    if (enters) this.commandMenu.focusAt(event.key === "ArrowUp" ? -1 : 0);
    if (sends || enters) event.preventDefault();
  }

  #onSubmit(event) {
    event.preventDefault();
    const text = this.words.value.trim();
    this.commandMenu.close();
    if (!text) return;
    this.#write("");
    this.say(text);
  }

  #onCommand(text) {
    this.commandMenu.close();
    this.words.focus();
    if (this.words.value.startsWith("/")) this.#write("");
    this.#onInput();
    this.say(text);
  }

  async say(text) {
    const persona = this.#persona;
    if (await this.#attempt(() => api.say(persona, text))) return;
    if (persona !== this.#persona) this.#drafts.set(persona, text);
    else this.#write([text, this.words.value].filter(Boolean).join("\n"));
  }

  async #attempt(send) {
    try {
      await send();
      return true;
    } catch (error) {
      excuse(error, "Pesan belum terkirim.");
      return false;
    }
  }

  #pick(target) {
    const kind = target.closest("button")?.dataset.pick;
    if (!kind) return;
    this.attachMenu.close(true);
    if (kind === "sample") this.gallery.open();
    else byId(`pick-${kind}`).click();
  }

  async #onPicked(input) {
    const files = [...input.files];
    const asDocument = input.id === "pick-document";
    input.value = "";
    if (files.length) await this.sendFiles(files, asDocument);
  }

  /** Pasted or dropped pictures go the way of picked ones. */
  #onGiven(event, { files }) {
    if (!files.length) return;
    event.preventDefault();
    this.sendFiles([...files], false);
  }

  /** The words in the box become the caption of the first message. */
  async sendFiles(files, asDocuments) {
    const persona = this.#persona;
    const caption = this.words.value.trim();
    if (caption.length > MAX_CAPTION) {
      toast("Keterangan berkas paling panjang 1.024 huruf. Kirim teksnya dulu.");
      return;
    }
    this.form.classList.add("sending");
    let left = caption;
    for (const parcel of parcelsOf(files, asDocuments)) {
      if (!(await this.#attempt(() => api.sendFiles(persona, parcel.kind, parcel.files, left)))) break;
      left = "";
    }
    this.form.classList.remove("sending");
    if (!left && caption && persona === this.#persona) this.#write("");
  }
}
