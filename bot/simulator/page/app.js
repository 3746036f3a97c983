/** Joins the phone and the desk, and keeps them alive when the server or the bot goes away. */

import * as api from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Desk, nameOf } from "./desk.js";
import { byId } from "./dom.js";
import { Menu } from "./menu.js";
import { excuse, toast } from "./notices.js";
import { clockTime } from "./times.js";

const RETRY_MS = 1500;
const CLOCK_MS = 10_000;
const REMEMBERED = "suaraloket.persona";
const ADVICE = "Pindai salah satu poster di loket, atau tekan Mulai.";
const ADVICE_FOR_STAFF = "Buka undangan Anda, atau tekan Mulai.";

const view = { state: null, chat: null, isUp: false, awaitsReply: false, recovering: false };

const composer = new Composer();
const desk = new Desk({ onPersona: openPersona, onScan: scanPoster, onRestart: restartBot });
const chat = new Chat({
  onShown: showChat,
  onUp: () => setUp(true),
  onDown: () => setUp(false),
  onBot: showBot,
  onGone: recover,
  onLink: followLink,
  onCommand: (text) => composer.say(text),
});
const more = new Menu(byId("more"), byId("more-menu"));

function showStatus() {
  const { botProcess } = view.state ?? {};
  let words = "bot layanan publik";
  if (!view.isUp) words = "menyambung kembali…";
  else if (botProcess === "restarting") words = "bot sedang dimulai ulang…";
  else if (botProcess === "stopped") words = "bot sedang mati";
  else if (view.chat?.typing) words = "sedang mengetik…";
  byId("chat-status").textContent = words;
  byId("chat-status").classList.toggle("live", words === "sedang mengetik…");
}

function setUp(isUp) {
  view.isUp = isUp;
  byId("banner").hidden = isUp;
  showStatus();
  if (!isUp) recover();
}

function showBot(botProcess) {
  view.state.botProcess = botProcess;
  desk.showBot(botProcess);
  showStatus();
  if (botProcess === "running") recover();
}

function showChat(shown, news) {
  view.chat = shown;
  composer.show(shown);
  composer.setCommands(shown.commands);
  byId("block").textContent = shown.blocked ? "Buka blokir bot" : "Blokir bot";
  showStatus();
  // An invitation that has been used may go.
  if (news.some(({ from }) => from === "bot") && view.state.invitations?.length) recover();
  if (view.awaitsReply && news.some(({ from }) => from === "bot")) focusReply();
}

/** Scanning opens the phone; from the reply, Tab leads straight to its buttons. */
function focusReply() {
  view.awaitsReply = false;
  if (document.activeElement === byId("log")) chat.log.newest().focus({ preventScroll: true });
}

function showView(name) {
  document.body.dataset.view = name;
  for (const tab of document.querySelectorAll(".tabs button")) {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  if (name === "chat") chat.log.scrollToNewest(true);
}

function openPersona(id) {
  const persona = view.state.personas.find((some) => some.id === id) ?? view.state.personas[0];
  localStorage.setItem(REMEMBERED, String(persona.id));
  view.chat = null;
  byId("owner").textContent = `Ponsel ${persona.first_name}`;
  byId("log").setAttribute("aria-label", `Obrolan ${nameOf(persona)} dengan ${view.state.bot.first_name}`);
  desk.choose(persona.id);
  composer.use(persona.id);
  chat.open(persona.id, view.state.bot.first_name, persona.role === "warga" ? ADVICE : ADVICE_FOR_STAFF);
}

async function scan(link) {
  showView("chat");
  byId("log").focus({ preventScroll: true });
  view.awaitsReply = true;
  try {
    await api.scan(chat.persona, link);
  } catch (error) {
    excuse(error, "Silakan pindai lagi.");
  }
}

async function scanPoster({ link }, button) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  await scan(link);
  button.removeAttribute("aria-busy");
}

/** A Telegram link to the bot works as it does on a phone: it opens this chat. */
function followLink(address) {
  const { hostname, pathname, searchParams } = new URL(address);
  if (!["t.me", "telegram.me"].includes(hostname)) return false;
  const isBot = pathname.slice(1).toLowerCase() === view.state.bot.username.toLowerCase();
  if (!isBot && !searchParams.has("start")) return false;
  scan(address);
  return true;
}

async function restartBot(how) {
  if (view.state.botProcess === "restarting") return;
  try {
    showBot("restarting");
    await api.restartBot(how);
  } catch (error) {
    toast(error.status === 409 ? "Bot ini dijalankan terpisah." : "Bot belum dapat dimulai ulang.");
    applyState(await api.state().catch(() => view.state));
  }
}

function applyState(state) {
  view.state = state;
  byId("bot-name").textContent = state.bot.first_name;
  desk.show(state);
  const isKnown = state.personas.some(({ id }) => id === chat.persona);
  if (isKnown) desk.choose(chat.persona);
  else if (state.personas.length) openPersona(Number(localStorage.getItem(REMEMBERED)));
  showStatus();
  if (state.botProcess === "restarting") setTimeout(recover, RETRY_MS);
}

/** Ask for the whole state until the server answers: it may have come back as a different one. */
async function recover() {
  if (view.recovering) return;
  view.recovering = true;
  for (;;) {
    const state = await api.state().catch(() => null);
    if (state) {
      applyState(state);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  view.recovering = false;
}

async function toggleBlock() {
  more.close(true);
  await api.block(chat.persona, !view.chat?.blocked).catch((error) => excuse(error, "Blokir belum berubah."));
}

async function addPerson(event) {
  event.preventDefault();
  const field = byId("newcomer-name");
  try {
    const { id } = await api.addPerson(field.value.trim());
    field.value = "";
    byId("newcomer").open = false;
    applyState(await api.state());
    openPersona(id);
    byId("people").querySelector("input:checked").focus();
  } catch (error) {
    excuse(error, "Orang belum ditambahkan.");
  }
}

function skipTo(event) {
  event.preventDefault();
  const { skip } = event.currentTarget.dataset;
  showView(skip);
  byId(skip === "chat" ? "log" : "desk").focus();
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => showView(tab.dataset.view));
}
for (const link of document.querySelectorAll(".skip")) link.addEventListener("click", skipTo);
byId("newcomer-form").addEventListener("submit", addPerson);
byId("block").addEventListener("click", toggleBlock);
const showClock = () => (byId("clock").textContent = clockTime());
showClock();
setInterval(showClock, CLOCK_MS);
recover();
