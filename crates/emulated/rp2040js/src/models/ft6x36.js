/**
 * An FT6x36 touch controller at register level, after FocalTech's application
 * note for the FT6x06 and FT6x36: reports, identification, settings and the
 * two modes of the interrupt line; no gestures, no power modes.
 */

const TD_STATUS = 0x02;
const P1_XH = 0x03;
const POINT = 6;
const BLOCK = 0x0f;
const ID_G_CIPHER = 0xa3;
const ID_G_MODE = 0xa4;
const ID_G_FOCALTECH_ID = 0xa8;

/** What the registers read after power-on, where it is not 0. */
const POWER_ON = [
  [0x80, 0x16],
  [0x86, 0x01],
  [0x87, 0x0a],
  [0x88, 0x0e],
  [0x89, 0x28],
  [ID_G_CIPHER, 0x36],
  [0xa6, 0x10],
  [ID_G_FOCALTECH_ID, 0x11],
  [0xaf, 0x01],
];

/** A point's event flag, bits 7:6 of its first register. */
const FLAG = { down: 0, up: 1, move: 2, none: 3 };

/** The part; it goes to an {@link I2cBus} at {@link Ft6x36.ADDRESS}. */
export class Ft6x36 {
  static ADDRESS = 0x38;

  /** Reads of a report's registers. */
  reads = 0;
  registers = new Uint8Array(256);
  #pointer = 0;
  #begins = false;
  /** Where each finger on the glass was last, the earliest first. */
  #fingers = [];

  /**
   * @param {object} [options]
   * @param {number} [options.cipher] which part of the family it says it is
   */
  constructor({ cipher = 0x36 } = {}) {
    for (const [register, value] of POWER_ON) this.registers[register] = value;
    this.registers[ID_G_CIPHER] = cipher;
    this.registers.fill(0xff, P1_XH, BLOCK);
  }

  /** Whether a finger is on the glass. */
  get touched() {
    return this.#fingers.length > 0;
  }

  /** Whether the interrupt line falls for each report, or is low while touched. */
  get triggers() {
    return this.registers[ID_G_MODE] === 1;
  }

  /**
   * A finger did this: the next report is about it.
   * @param {import('../trace.js').Row} row
   */
  touch(row) {
    const at = this.#fingers.findIndex(({ id }) => id === row.id);
    if (row.kind === 'move' && at >= 0) this.#fingers[at] = row;
    if (row.kind !== 'move' && at >= 0) this.#fingers.splice(at, 1);
    if (row.kind === 'down') this.#fingers.push(row);
    this.#report(row);
  }

  /** Overwrites the report, as no finger could have. */
  force(bytes) {
    this.registers.set(bytes.slice(0, BLOCK));
  }

  #report(row) {
    // The finger just lifted is listed, but not counted.
    const lifted = row.kind === 'up' ? [row] : [];
    const points = [...this.#fingers, ...lifted].slice(0, 2);
    this.registers[TD_STATUS] = this.#fingers.length;
    this.registers.fill(0xff, P1_XH, BLOCK);
    points.forEach((finger, nth) => {
      const flag = finger.id === row.id ? FLAG[row.kind] : FLAG.none;
      const { id, x, y, pressure } = finger;
      const bytes = [(flag << 6) | (x >> 8), x & 0xff, (id << 4) | (y >> 8), y & 0xff, pressure, 0];
      this.registers.set(bytes, P1_XH + nth * POINT);
    });
  }

  start(reading) {
    this.#begins = !reading;
    if (reading && this.#pointer < P1_XH) this.reads++;
  }

  write(byte) {
    if (this.#begins) {
      this.#begins = false;
      this.#pointer = byte;
      return true;
    }
    // Only settings can be written; the part acknowledges everything.
    const setting = this.#pointer >= 0x80 && this.#pointer !== ID_G_CIPHER && this.#pointer !== ID_G_FOCALTECH_ID;
    if (setting) this.registers[this.#pointer] = byte;
    this.#pointer = (this.#pointer + 1) & 0xff;
    return true;
  }

  read() {
    const byte = this.registers[this.#pointer];
    this.#pointer = (this.#pointer + 1) & 0xff;
    return byte;
  }
}
