/** Message HTML arrives sanitised; it still passes this allow-list before it meets the page. */

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "DEL", "CODE", "PRE", "BR", "BLOCKQUOTE"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT"]);
const COMMAND = /((?<![\w/<>-])\/[a-z][a-z0-9_]{1,31}\b(?!\/))/;
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

export function isSafeAddress(address) {
  try {
    return SCHEMES.has(new URL(address).protocol);
  } catch {
    return false;
  }
}

function anchor(from) {
  const address = from.getAttribute("href") ?? "";
  if (!isSafeAddress(address)) return document.createDocumentFragment();
  const to = document.createElement("a");
  to.href = address;
  to.target = "_blank";
  to.rel = "noopener noreferrer";
  return to;
}

function spoiler() {
  const to = document.createElement("button");
  to.type = "button";
  to.className = "spoiler";
  to.setAttribute("aria-expanded", "false");
  to.setAttribute("aria-label", "Tampilkan teks tersembunyi");
  return to;
}

function shell(from) {
  if (PLAIN.has(from.tagName)) return document.createElement(from.tagName);
  if (from.tagName === "A") return anchor(from);
  if (from.classList.contains("tg-spoiler") || from.tagName === "TG-SPOILER") return spoiler();
  return document.createDocumentFragment();
}

function commandButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "command";
  button.textContent = text;
  return button;
}

/** Commands named in a sentence can be pressed, as on a phone. */
function spoken(from) {
  const fragment = document.createDocumentFragment();
  const isVerbatim = from.parentElement.closest("a, code, pre");
  for (const piece of isVerbatim ? [from.data] : from.data.split(COMMAND)) {
    fragment.append(COMMAND.test(piece) ? commandButton(piece) : piece);
  }
  return fragment;
}

function copied(from) {
  if (from.nodeType === Node.TEXT_NODE) return spoken(from);
  if (from.nodeType !== Node.ELEMENT_NODE || DROPPED.has(from.tagName)) return "";
  const to = shell(from);
  to.append(...[...from.childNodes].map(copied));
  return to;
}

/** A fragment holding only known formatting; anything else is reduced to its text. */
export function safeFragment(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...[...parsed.body.childNodes].map(copied));
  return fragment;
}
