/** What a message carries besides words: photos, videos, files, stickers; alone or as an album. */

import { el, icon } from "./dom.js";
import { sizeName } from "./times.js";
import { view } from "./viewer.js";

const LONGEST_ENDING = 4;

function still({ url, width, height }) {
  const image = el("img", { className: "photo", src: url, alt: "Foto", loading: "lazy" });
  if (width && height) Object.assign(image, { width, height });
  return image;
}

/** A link, so that it can also be opened apart; a plain click opens it in the viewer. */
function enlarging(node, name, pieces, at) {
  const link = el("a", { href: pieces[at].url, target: "_blank", rel: "noopener", className: "photo-link" }, node);
  link.setAttribute("aria-label", name);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    view(pieces, at);
  });
  return link;
}

function film({ url }) {
  const video = el("video", { className: "photo", src: url, controls: true, preload: "metadata" });
  video.setAttribute("aria-label", "Video");
  return video;
}

function filmTile({ url }) {
  const video = el("video", { className: "photo", src: url, muted: true, preload: "metadata", tabIndex: -1 });
  return el("span", { className: "film" }, video, el("span", { className: "play" }, icon("play")));
}

function endingOf(name) {
  const ending = name.includes(".") ? name.split(".").at(-1) : "";
  return ending.length <= LONGEST_ENDING ? ending.toUpperCase() : "";
}

function fileCard(name, detail, url, kind) {
  const words = el("span", { className: "file-words" }, el("b", {}, name), el("small", {}, detail));
  const ending = endingOf(name);
  const face = el("span", { className: "file-face" }, ending || icon(kind));
  face.setAttribute("aria-hidden", "true");
  return el("a", { className: "file", href: url, download: name, rel: "noopener" }, face, words);
}

const SHOWN = {
  photo: (photo) => enlarging(still(photo), "Perbesar foto", [{ ...photo, isVideo: false }], 0),
  document: ({ url, name, bytes }) => fileCard(name || "Berkas", sizeName(bytes ?? 0), url, "file"),
  voice: ({ url, duration }) => fileCard("Pesan suara", duration ? `${duration} detik` : "Audio", url, "voice"),
  video: film,
  sticker: ({ url }) => el("img", { className: "sticker", src: url, alt: "Stiker" }),
};

export const carriesPicture = ({ photo, video }) => Boolean(photo || video);

/** The parts of a message that this module shows; to notice when they change. */
export const carried = (message) => Object.keys(SHOWN).map((kind) => message[kind] ?? null);

const alone = (message) =>
  Object.entries(SHOWN)
    .filter(([kind]) => message[kind])
    .map(([kind, show]) => show(message[kind]));

/** Up to four lie in pairs; of more, only as many as make the other rows three wide. */
function pairsFirst(count) {
  if (count <= 4) return count - (count % 2);
  return [0, 4, 2][count % 3];
}

function grid(messages) {
  const pieces = messages.map(({ photo, video }) => ({ ...(photo ?? video), isVideo: !photo }));
  const pairs = pairsFirst(pieces.length);
  const cells = pieces.map((piece, at) => {
    const name = `${piece.isVideo ? "Putar video" : "Perbesar foto"} ${at + 1} dari ${pieces.length}`;
    const cell = enlarging(piece.isVideo ? filmTile(piece) : still(piece), name, pieces, at);
    cell.classList.add(at < pairs ? "half" : "third");
    return cell;
  });
  if (pieces.length === 3) cells.at(-1).classList.replace("third", "full");
  const holder = el("div", { className: "grid", role: "group" }, ...cells);
  holder.setAttribute("aria-label", `Album berisi ${pieces.length}`);
  return holder;
}

/** One message or a whole album as nodes. */
export function mediaOf(messages) {
  if (messages.length > 1 && messages.every(carriesPicture)) return [grid(messages)];
  return messages.flatMap(alone);
}
