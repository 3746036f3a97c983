/** Which buttons wait for the bot. A waiting button takes no second tap, whatever happens around it. */

// Telegram's apps stop the spinner by themselves too; the tap stays with the bot.
const PATIENCE_MS = 30_000;
const REMEMBERED = 200;

export class Taps {
  #waiting = new Map();
  #answered = [];
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  static key(persona, messageId, data) {
    return `${persona} ${messageId} ${data}`;
  }

  isWaiting(persona, messageId, data) {
    return this.#waiting.has(Taps.key(persona, messageId, data));
  }

  has(key) {
    return this.#waiting.has(key);
  }

  /** False when this very button is already waiting. */
  hold(persona, messageId, data) {
    const key = Taps.key(persona, messageId, data);
    if (this.#waiting.has(key)) return false;
    const timer = setTimeout(() => this.release(key), PATIENCE_MS);
    this.#waiting.set(key, { timer, messageId, persona, queryId: null });
    this.#onChange();
    return true;
  }

  /** The answer may overtake the reply that names its query, so answers are remembered. */
  sent(key, queryId) {
    const held = this.#waiting.get(key);
    if (!held) return;
    held.queryId = String(queryId);
    if (this.#answered.includes(held.queryId)) this.release(key);
  }

  answered(queryId) {
    this.#answered = [...this.#answered.slice(1 - REMEMBERED), String(queryId)];
    for (const [key, held] of this.#waiting) {
      if (held.queryId === String(queryId)) this.release(key);
    }
  }

  messageChanged(persona, messageId) {
    for (const [key, held] of this.#waiting) {
      if (held.persona === persona && held.messageId === messageId) this.release(key);
    }
  }

  release(key) {
    const held = this.#waiting.get(key);
    if (!held) return;
    clearTimeout(held.timer);
    this.#waiting.delete(key);
    this.#onChange();
  }
}
