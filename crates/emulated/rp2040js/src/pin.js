/** A pin of the chip, seen from the board. */

import { GPIOPinState } from 'rp2040js';

/**
 * A pin. What the chip drives does not come back as its own input: rp2040js
 * keeps the two apart.
 */
export class Pin {
  #machine;
  #gpio;
  #outside = false;

  constructor(machine, gpio) {
    this.#machine = machine;
    this.#gpio = gpio;
  }

  /**
   * What the chip drives it to.
   * @returns {boolean|undefined} undefined while it does not drive it
   */
  get driven() {
    return level(this.#gpio.value);
  }

  /** Whether the chip's pull-up is on. */
  get pulledUp() {
    return this.#gpio.pullupEnabled;
  }

  /**
   * What the chip sees: what was driven from outside, or where the chip drives
   * the pin, that.
   */
  get level() {
    return this.driven ?? this.#outside;
  }

  /**
   * Calls back whenever the chip begins to drive it high or low, or lets go.
   * @param {(level: boolean|undefined, us: number) => void} callback
   */
  onChange(callback) {
    let before = this.driven;
    this.#gpio.addListener((value) => {
      const now = level(value);
      if (now !== before) callback((before = now), this.#machine.us);
    });
  }

  /**
   * All edges that the chip drives from now on, with their emulated times.
   * @returns {{us: number, level: boolean|undefined}[]} grows while it runs
   */
  record() {
    const edges = [];
    this.onChange((level, us) => edges.push({ us, level }));
    return edges;
  }

  /**
   * Drives it from outside. Only a change makes an edge.
   * @param {boolean} level
   */
  drive(level) {
    if (level === this.#outside) return;
    this.#outside = level;
    this.#gpio.setInputValue(level);
  }

  /**
   * Drives it low, and high again after a while.
   * @param {number} us
   */
  pulseLow(us) {
    this.drive(false);
    this.#machine.after(us, () => this.drive(true));
  }
}

function level(state) {
  if (state === GPIOPinState.High) return true;
  return state === GPIOPinState.Low ? false : undefined;
}
