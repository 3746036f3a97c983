/** The desk beside the phone: whose phone it is, the posters to scan, and the bot program. */

import { alreadyShows, arrange, byId, el, icon } from "./dom.js";

const BOT_WORDS = {
  running: "berjalan",
  restarting: "sedang dimulai ulang",
  stopped: "mati",
  external: "dijalankan terpisah",
};

export const nameOf = ({ first_name: first, last_name: last }) => [first, last].filter(Boolean).join(" ");

function person(persona, at, onChoose) {
  const radio = el("input", { type: "radio", name: "persona", value: String(persona.id), className: "unseen" });
  radio.addEventListener("change", () => onChoose(persona.id));
  const face = el("span", { className: `face face-${at % 5}` }, persona.first_name.slice(0, 1));
  face.setAttribute("aria-hidden", "true");
  const words = el("span", { className: "person-words" }, el("b", {}, nameOf(persona)), el("small", {}, persona.blurb ?? ""));
  const mark = el("span", { className: "invited", hidden: true, title: "Ada undangan" }, icon("mail"));
  mark.append(el("span", { className: "unseen" }, "Ada undangan"));
  return el("label", { className: "person" }, radio, face, words, mark);
}

function poster(entry, onScan) {
  const picture = el("img", { src: entry.image, alt: "", loading: "lazy" });
  const full = el("a", { className: "poster-picture", href: entry.image, target: "_blank", rel: "noopener" }, picture);
  full.setAttribute("aria-label", `Lihat poster ${entry.title} ukuran penuh`);
  const button = el("button", { type: "button", className: "primary scan" }, icon("scan"), "Pindai");
  button.setAttribute("aria-label", `Pindai poster ${entry.title}`);
  button.addEventListener("click", () => onScan(entry, button));
  const words = el("div", { className: "poster-words" }, el("h3", {}, entry.title), el("p", {}, entry.instansi ?? ""));
  return el("li", { className: "card poster" }, full, words, button);
}

function invitation({ title, text, link }, onScan) {
  const button = el("button", { type: "button", className: "primary scan" }, icon("mail"), "Buka undangan");
  button.setAttribute("aria-label", `Buka undangan: ${title}`);
  button.addEventListener("click", () => onScan({ link }, button));
  const words = el("div", { className: "poster-words" }, el("h3", {}, title), text ? el("p", {}, text) : null);
  return el("li", { className: "card invitation" }, words, button);
}

export class Desk {
  #invitations = [];
  #chosen = null;

  /** `hooks`: onPersona(id), onScan(poster), onRestart(how) */
  constructor(hooks) {
    this.hooks = hooks;
    byId("bot-buttons").addEventListener("click", ({ target }) => {
      const how = target.closest("button")?.dataset.restart;
      if (how) hooks.onRestart(how);
    });
  }

  show({ personas, posters, invitations, notes, botProcess }) {
    this.#invitations = invitations ?? [];
    this.#showPeople(personas);
    this.#showInvitations();
    this.#showPosters(posters);
    byId("notes").textContent = notes ?? "";
    byId("notes-block").hidden = !notes;
    this.showBot(botProcess);
  }

  choose(personaId) {
    this.#chosen = personaId;
    this.#showInvitations();
    for (const radio of byId("people").querySelectorAll("input")) radio.checked = radio.value === String(personaId);
  }

  showBot(botProcess) {
    const line = byId("bot-state");
    line.dataset.state = botProcess;
    const words = BOT_WORDS[botProcess] ?? "belum diketahui";
    if (line.textContent !== words) line.textContent = words;
    const isOurs = botProcess !== "external";
    byId("bot-buttons").hidden = !isOurs;
    byId("bot-hint").hidden = !isOurs;
    for (const button of byId("bot-buttons").children) {
      button.setAttribute("aria-disabled", String(botProcess === "restarting"));
    }
  }

  #showPeople(personas) {
    const row = byId("people");
    if (alreadyShows(row, personas)) return;
    arrange(row, personas.map((persona, at) => person(persona, at, this.hooks.onPersona)));
  }

  /** Only the one who was invited holds the link. */
  #showInvitations() {
    for (const radio of byId("people").querySelectorAll("input")) {
      const has = this.#invitations.some(({ persona }) => String(persona) === radio.value);
      radio.parentElement.querySelector(".invited").hidden = !has;
    }
    const own = this.#invitations.filter(({ persona }) => persona === this.#chosen);
    byId("invitations-block").hidden = !own.length;
    if (alreadyShows(byId("invitations"), own)) return;
    arrange(byId("invitations"), own.map((entry) => invitation(entry, this.hooks.onScan)));
  }

  #showPosters(posters) {
    const shelf = byId("posters");
    if (alreadyShows(shelf, posters)) return;
    const empty = el("li", { className: "card nothing" }, "Belum ada poster. Buat dengan perintah loket qr make.");
    arrange(shelf, posters.length ? posters.map((entry) => poster(entry, this.hooks.onScan)) : [empty]);
  }
}
