/** Message HTML arrives sanitised; it still passes this allow-list before it meets the page. */

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "DEL", "CODE", "PRE", "BR", "BLOCKQUOTE"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT"]);
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

function copied(from) {
  if (from.nodeType === Node.TEXT_NODE) return document.createTextNode(from.data);
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
