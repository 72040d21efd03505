/** One of the chip's two SPI controllers, with parts on its bus. */

const SPO = 1 << 6;
const SPH = 1 << 7;

/**
 * A part on an SPI bus.
 * @typedef {object} SpiPart
 * @property {(byte: number) => number} exchange takes what was sent and gives
 *   what it drove meanwhile, so it cannot depend on what was sent
 * @property {() => void} [select] chip select went low
 * @property {() => void} [deselect] chip select went high
 * @property {number[]} [modes] the clock's modes that it understands; 0 and 3
 * @property {number} [maxHz] the fastest clock
 */

/**
 * The bus. A frame takes as long as the controller's clock registers say.
 * Nobody drives the line from the parts while none is selected: the chip reads
 * its own pull then.
 */
export class SpiBus {
  /** What no part could have understood, as sentences, each once. */
  faults = new Set();
  #machine;
  #chip;
  #miso;
  #parts = [];

  /**
   * @param {import('./machine.js').Machine} machine
   * @param {number} controller 0 or 1
   * @param {{miso?: number}} [pins]
   */
  constructor(machine, controller, { miso } = {}) {
    this.#machine = machine;
    this.#chip = machine.chip.spi[controller];
    this.#miso = miso;
    this.#chip.onTransmit = (value) => this.#transmit(value);
  }

  /**
   * Puts a part on the bus.
   * @param {number|undefined} cs its chip select; undefined for one that is
   *   always selected
   * @param {SpiPart} part
   */
  attach(cs, part) {
    const pin = cs === undefined ? undefined : this.#machine.pin(cs);
    const entry = { part, selected: pin === undefined || pin.driven === false };
    this.#parts.push(entry);
    pin?.onChange((level) => {
      const selected = level === false;
      if (selected === entry.selected) return;
      entry.selected = selected;
      if (selected) part.select?.();
      else part.deselect?.();
    });
  }

  #transmit(value) {
    const { dataBits, clockFrequency } = this.#chip;
    if (!clockFrequency) this.faults.add('no clock');
    const us = clockFrequency ? (dataBits * 1e6) / clockFrequency : 0;
    this.#machine.after(us, () => this.#chip.completeTransmit(this.#frame(value, dataBits)));
  }

  #frame(value, bits) {
    if (bits === 16) return (this.#exchange(value >> 8) << 8) | this.#exchange(value & 0xff);
    if (bits !== 8) this.faults.add(`frames of ${bits} bits`);
    return this.#exchange(value & 0xff);
  }

  #exchange(byte) {
    const pulled = this.#miso !== undefined && this.#machine.pin(this.#miso).pulledUp ? 0xff : 0;
    const selected = this.#parts.filter((entry) => entry.selected).map((entry) => entry.part);
    if (selected.length > 1) this.faults.add('two parts selected at once');
    const answers = selected.filter((part) => this.#understands(part)).map((part) => part.exchange(byte) & 0xff);
    return answers.at(0) ?? pulled;
  }

  #understands({ modes = [0, 3], maxHz = Infinity, constructor }) {
    const { control0, clockFrequency } = this.#chip;
    const mode = (control0 & SPO ? 2 : 0) + (control0 & SPH ? 1 : 0);
    if (clockFrequency > maxHz) this.faults.add(`${constructor.name}: ${clockFrequency} Hz, more than ${maxHz}`);
    if (!modes.includes(mode)) this.faults.add(`${constructor.name}: mode ${mode}`);
    return modes.includes(mode) && clockFrequency <= maxHz;
  }
}
