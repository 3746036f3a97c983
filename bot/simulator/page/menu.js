/** A small menu opened by a button: closes on Escape, on a click elsewhere, and walks with arrows. */

export class Menu {
  constructor(opener, panel) {
    this.opener = opener;
    this.panel = panel;
    opener.addEventListener("click", () => this.toggle());
    panel.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.close(panel.contains(document.activeElement));
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!panel.contains(target) && !opener.contains(target)) this.close();
    });
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !panel.contains(relatedTarget) && relatedTarget !== opener) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open({ takeFocus = false } = {}) {
    this.panel.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    if (takeFocus) this.focusAt(0);
  }

  close(returnFocus = false) {
    this.panel.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (returnFocus) this.opener.focus();
  }

  toggle() {
    if (this.isOpen) this.close(true);
    else this.open({ takeFocus: true });
  }

  focusAt(place) {
    const entries = this.#entries();
    entries.at(place % entries.length)?.focus();
  }

  #entries() {
    return [...this.panel.querySelectorAll("button:not([hidden])")];
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = this.#entries().indexOf(document.activeElement);
    if (event.key === "Home") this.focusAt(0);
    else if (event.key === "End") this.focusAt(-1);
    else if (step) this.focusAt(here + step);
    else return;
    event.preventDefault();
  }
}
