/** Sample evidence, for whoever has no files at hand: pick some, send them like one's own. */

import * as api from "./api.js";
import { byId, el, icon } from "./dom.js";
import { excuse } from "./notices.js";
import { sizeName } from "./times.js";

function face({ kind, url, name }) {
  if (kind === "photo") return el("img", { src: url, alt: "", loading: "lazy" });
  const ending = name.split(".").at(-1).toUpperCase();
  return el("span", { className: "sample-face" }, kind === "video" ? icon("play") : ending);
}

function entry(sample) {
  const box = el("input", { type: "checkbox", value: sample.url });
  box.sample = sample;
  const picture = el("span", { className: "sample-picture" }, face(sample));
  picture.setAttribute("aria-hidden", "true");
  const words = el("span", { className: "sample-words" }, el("b", {}, sample.title), el("small", {}, sizeName(sample.bytes)));
  return el("li", {}, el("label", { className: "sample" }, box, picture, words));
}

export class Gallery {
  #send;

  /** `send(files, asDocuments)` carries what was picked. */
  constructor(send) {
    this.#send = send;
    this.dialog = byId("samples");
    this.list = byId("sample-list");
    this.asFiles = byId("samples-as-files");
    this.list.addEventListener("change", () => this.#count());
    byId("samples-form").addEventListener("submit", () => this.#onSubmit());
    byId("samples-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog) this.dialog.close();
    });
  }

  async open() {
    try {
      if (!this.list.children.length) this.list.replaceChildren(...(await api.samples()).map(entry));
    } catch (error) {
      excuse(error, "Contoh berkas belum dapat dibuka.");
      return;
    }
    for (const box of this.#boxes()) box.checked = false;
    this.asFiles.checked = false;
    this.#count();
    const { left, width } = byId("screen").getBoundingClientRect();
    this.dialog.style.setProperty("--phone-middle", `${left + width / 2}px`);
    this.dialog.showModal();
    this.#boxes()[0].focus();
  }

  #boxes() {
    return [...this.list.querySelectorAll("input")];
  }

  #picked() {
    return this.#boxes().filter((box) => box.checked).map((box) => box.sample);
  }

  #count() {
    const count = this.#picked().length;
    const button = byId("samples-send");
    button.textContent = count ? `Kirim ${count} berkas` : "Kirim";
    button.disabled = !count;
  }

  async #onSubmit() {
    const picked = this.#picked();
    try {
      const files = await Promise.all(picked.map(api.sampleFile));
      await this.#send(files, this.asFiles.checked);
    } catch (error) {
      excuse(error, "Contoh berkas belum terkirim.");
    }
  }
}
