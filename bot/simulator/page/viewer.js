/** A photo or video as large as the screen; Escape, the cross or a press beside it closes. */

import { byId, el } from "./dom.js";

const shown = { pieces: [], at: 0 };
const dialog = byId("viewer");
const stage = byId("viewer-stage");
const turners = [
  [byId("viewer-back"), -1],
  [byId("viewer-on"), 1],
];

function large({ url, isVideo }) {
  if (isVideo) return el("video", { src: url, controls: true, autoplay: true });
  return el("img", { src: url, alt: "Foto diperbesar" });
}

function turn(step) {
  const next = shown.at + step;
  if (next < 0 || next >= shown.pieces.length) return;
  shown.at = next;
  stage.replaceChildren(large(shown.pieces[next]));
  byId("viewer-count").textContent = shown.pieces.length > 1 ? `${next + 1} dari ${shown.pieces.length}` : "";
  for (const [button, way] of turners) {
    button.hidden = shown.pieces.length === 1;
    button.setAttribute("aria-disabled", String(!shown.pieces[next + way]));
  }
}

/** Show `pieces[at]`; the others can be turned to. */
export function view(pieces, at) {
  Object.assign(shown, { pieces, at });
  turn(0);
  dialog.showModal();
}

for (const [button, way] of turners) button.addEventListener("click", () => turn(way));
dialog.addEventListener("keydown", ({ key, target }) => {
  if (target.tagName !== "VIDEO") turn({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0);
});
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target === stage) dialog.close();
});
dialog.addEventListener("close", () => stage.replaceChildren());
