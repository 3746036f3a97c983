/** The inline keyboard under a bubble. Buttons are reused by position, so focus survives an edit. */

import { el, icon } from "./dom.js";
import { isSafeAddress } from "./safe.js";

function callbackButton(cell) {
  const button = el("button", { type: "button", className: "key" });
  paint(button, cell);
  return button;
}

function linkButton(cell) {
  const address = isSafeAddress(cell.url) ? cell.url : "about:blank";
  const link = el("a", { className: "key key-link", href: address, target: "_blank" });
  link.rel = "noopener noreferrer";
  link.append(el("span", {}, cell.text), icon("out"));
  return link;
}

function paint(button, cell) {
  button.dataset.data = cell.data;
  if (button.firstChild?.data !== cell.text) button.textContent = cell.text;
}

function reuse(old, cell) {
  if (cell.url !== undefined) return linkButton(cell);
  if (old?.tagName !== "BUTTON") return callbackButton(cell);
  paint(old, cell);
  return old;
}

function fillRow(row, cells) {
  const nodes = cells.map((cell, at) => reuse(row.children[at], cell));
  row.dataset.keys = String(cells.length);
  if (nodes.every((node, at) => node === row.children[at]) && nodes.length === row.children.length) return;
  row.replaceChildren(...nodes);
}

function focusedPlace(holder) {
  const row = [...holder.children].findIndex((child) => child.contains(document.activeElement));
  if (row < 0) return null;
  const column = [...holder.children[row].children].indexOf(document.activeElement);
  return { row, column: Math.max(column, 0) };
}

function nearest(holder, { row, column }) {
  const line = holder.children[Math.min(row, holder.children.length - 1)];
  return line?.children[Math.min(column, line.children.length - 1)] ?? null;
}

/** Show `rows` in `holder`; if the focused button went away, its neighbour or `fallback` takes over. */
export function showKeyboard(holder, rows, fallback) {
  const place = focusedPlace(holder);
  while (holder.children.length > rows.length) holder.lastChild.remove();
  rows.forEach((cells, at) => {
    const row = holder.children[at] ?? holder.appendChild(el("div", { className: "key-row" }));
    fillRow(row, cells);
  });
  holder.hidden = rows.length === 0;
  if (place && !holder.contains(document.activeElement)) (nearest(holder, place) ?? fallback).focus();
}

export function markWaiting(holder, isWaiting) {
  for (const button of holder.querySelectorAll("button.key")) {
    const waits = isWaiting(button.dataset.data);
    button.classList.toggle("busy", waits);
    if (waits) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
    button.setAttribute("aria-disabled", String(waits));
  }
}
