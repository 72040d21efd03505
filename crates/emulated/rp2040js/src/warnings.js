/** What the emulator complains of, kept instead of printed. */

/** Complaints after which nothing that the firmware does means anything. */
const FATAL = [/^Read from invalid memory/, /^Write to undefined address/, /is not implemented yet!$/, /not 32 bit aligned$/];
/** Most complaints that are kept. */
const MOST = 1000;

/** A logger for rp2040js. */
export class Warnings {
  /** In order, the first thousand: `[component] message`. */
  list = [];
  #fatal;

  /** @param {(message: string) => void} fatal called for what cannot go on */
  constructor(fatal) {
    this.#fatal = fatal;
  }

  debug() {}

  info() {}

  warn(component, message) {
    const text = `[${component}] ${message}`;
    if (this.list.length < MOST) this.list.push(text);
    if (FATAL.some((pattern) => pattern.test(message))) this.#fatal(text);
  }

  error(component, message) {
    this.warn(component, message);
  }
}
