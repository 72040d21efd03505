/**
 * An XPT2046 resistive touch controller with its panel. Control bytes and the
 * order of the bits are those of Texas Instruments' ADS7846, whose copy it is.
 */

const START = 0x80;
const CONVERTER_ON = 0x01;
const Y = 1;
const Z1 = 3;
const Z2 = 4;
const X = 5;
const FULL = 4095;
/** What Z1 converts to under a finger, at most. */
const TOUCHED_Z1 = 400;

/**
 * What is converted where.
 * @typedef {object} Plates
 * @property {[number, number]} x converted at the left and at the right edge
 * @property {[number, number]} y converted at the top and at the bottom
 * @property {[number, number]} size of the display, in pixels
 * @property {number} [xPlateOhms] 400
 * @property {number} [maxOhms] resistance of the lightest touch; 4000
 */

/** The part; it goes to an {@link SpiBus}. */
export class Xpt2046 {
  modes = [0];
  maxHz = 2.5e6;
  /** Conversions so far. */
  conversions = 0;
  #line;
  #plates;
  /** Who touches the panel, and whom the reading under way has seen. */
  #finger;
  #seen;
  #power = 0;
  #closed = 0;
  #shifted = 0;
  #stuck;

  /**
   * @param {Plates} plates
   * @param {import('../pin.js').Pin} [penirq] the interrupt line, idle high
   */
  constructor(plates, penirq) {
    this.#plates = { xPlateOhms: 400, maxOhms: 4000, ...plates };
    this.#line = penirq;
    penirq?.drive(true);
  }

  /** A finger is at this place of the display, with a pressure of 1 to 255. */
  press({ x, y, pressure }) {
    const { maxOhms } = this.#plates;
    const ohms = pressure >= 255 ? 0 : maxOhms - ((Math.max(1, pressure) - 0.5) * maxOhms) / 254;
    this.#finger = { x: this.#along('x', 0, x), y: this.#along('y', 1, y), ohms };
    this.#tell();
  }

  /** The finger is gone. */
  lift() {
    this.#finger = undefined;
    this.#tell();
  }

  /**
   * The line stays so from now on, whatever the part says.
   * @param {boolean|undefined} level undefined lets go of it
   */
  stick(level) {
    this.#stuck = level;
    this.#tell();
  }

  #along(axis, nth, place) {
    const [first, last] = this.#plates[axis];
    return Math.round(first + (place * (last - first)) / (this.#plates.size[nth] - 1));
  }

  /** The line is low while touched, unless the converter is left on. */
  #tell() {
    this.#line?.drive(this.#stuck ?? (this.#finger === undefined || (this.#power & CONVERTER_ON) !== 0));
  }

  exchange(byte) {
    const answer = this.#shifted >> 8;
    this.#shifted = byte & START ? this.#convert(byte) << 3 : (this.#shifted << 8) & 0xffff;
    return answer;
  }

  /** A finger moves between readings, never in one. */
  select() {
    this.#seen = this.#finger;
  }

  deselect() {
    this.#shifted = 0;
  }

  #convert(control) {
    const input = (control >> 4) & 7;
    const settled = this.#closed === input;
    this.conversions++;
    // Converting pulls the line low by itself.
    if ((this.#power & CONVERTER_ON) === 0) this.#line?.drive(this.#stuck ?? false);
    this.#power = control & 3;
    this.#closed = input;
    this.#tell();
    return this.#value(input, settled);
  }

  #value(input, settled) {
    if (this.#seen === undefined) return input === Z1 ? 0 : FULL;
    const { x, y, ohms } = this.#seen;
    // The first conversion after the plates are switched is not settled yet.
    const wild = settled ? 0 : 37;
    // Z2 to Z1, by the resistance of the touch; a light one lowers both.
    const ratio = 1 + (ohms * 4096) / (this.#plates.xPlateOhms * Math.max(1, x));
    const z1 = Math.min(TOUCHED_Z1, Math.floor(FULL / ratio));
    const truth = { [Y]: y + wild, [X]: x - wild, [Z1]: z1, [Z2]: Math.round(z1 * ratio) }[input] ?? FULL;
    return Math.min(FULL, Math.max(0, truth));
  }
}
