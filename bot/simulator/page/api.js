/** The simulator's person side: every request the page makes, and the live events of one chat. */

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export class Unreachable extends Error {}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable(path);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body.error ?? `HTTP ${answer.status}`);
  return body;
}

const post = (path, body) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const chatPath = (persona, rest = "") => `/sim/chats/${encodeURIComponent(persona)}${rest}`;

export const state = () => ask("/sim/state");
export const chat = (persona, signal) => ask(chatPath(persona), { signal });
export const say = (persona, text) => post(chatPath(persona, "/messages"), { text });
export const scan = (persona, link) => post(chatPath(persona, "/scan"), { link });
export const begin = (persona) => post(chatPath(persona, "/scan"), { payload: "" });
export const tap = (persona, message_id, data) =>
  post(chatPath(persona, "/taps"), { message_id, data });
export const block = (persona, blocked) => post(chatPath(persona, "/block"), { blocked });
export const addPerson = (first_name) => post("/sim/personas", { first_name });
export const restartBot = (how) => post("/sim/bot/restart", { how });

export function sendFiles(persona, kind, files, caption) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return ask(chatPath(persona, "/files"), { method: "POST", body: form });
}

export const samples = () => ask("/sim/samples");

export async function sampleFile({ name, mime, url }) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Refused(answer.status, url);
  return new File([await answer.blob()], name, { type: mime });
}

const RETRY_MS = 1000;
const KINDS = ["chat", "toast", "answered", "bot"];

/** Listen to one chat until closed. A browser gives up after an HTTP error and is slow otherwise. */
export function listen(persona, { onEvent, onUp, onDown }) {
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(chatPath(persona, "/events"));
    source.onopen = onUp;
    source.onerror = () => {
      source.close();
      onDown();
      timer = setTimeout(open, RETRY_MS);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
