/**
 * A panel controller of the MIPI display command set: ILI9341, ILI9342C,
 * ILI9488, ST7789. Commands, windows, turning and pixels; no gamma, no
 * scrolling, no reading back.
 */

import { createHash } from 'node:crypto';

const SWRESET = 0x01;
const SLPIN = 0x10;
const SLPOUT = 0x11;
const INVOFF = 0x20;
const INVON = 0x21;
const DISPOFF = 0x28;
const DISPON = 0x29;
const CASET = 0x2a;
const RASET = 0x2b;
const RAMWR = 0x2c;
const MADCTL = 0x36;
const COLMOD = 0x3a;

const MY = 0x80;
const MX = 0x40;
const MV = 0x20;
const BGR = 0x08;

/** Of COLMOD, the bits of a pixel on the wire. */
const PIXEL_BYTES = { 5: 2, 6: 3 };
/** What the memory holds before anything is written; no colour of a test. */
const NOISE = [0x5a, 0xa5, 0x3c];

/** The part; it goes to an {@link SpiBus}. */
export class Lcd {
  modes = [0, 3];
  /** Command bytes, in order. */
  commands = [];
  /** What the controller would not have understood, each once. */
  faults = new Set();
  awake = false;
  on = false;
  inverted = false;
  #width;
  #height;
  #dc;
  #converter;
  #glass;
  #memory;
  #order = 0;
  #pixelBytes = 3;
  #columns;
  #rows;
  #command = 0;
  #data = [];
  #high;
  #column = 0;
  #row = 0;

  /**
   * @param {object} options
   * @param {number} options.width columns of the memory
   * @param {number} options.height rows of the memory
   * @param {import('../pin.js').Pin} options.dc data/command, low for commands
   * @param {import('../pin.js').Pin} [options.reset] low resets it
   * @param {boolean} [options.converter] a converter to 16 bits in parallel is
   *   in front: a command is a byte, all else words
   * @param {{mirrored?: boolean, bgr?: boolean, inverted?: boolean}} [options.glass]
   *   how the glass differs: its first column is the last of the memory, its
   *   subpixels are blue first, its colours are those inverted
   * @param {number} [options.maxHz] the fastest clock
   */
  constructor({ width, height, dc, reset, converter = false, glass = {}, maxHz = Infinity }) {
    this.maxHz = maxHz;
    this.#glass = { mirrored: false, bgr: false, inverted: false, ...glass };
    this.#width = width;
    this.#height = height;
    this.#dc = dc;
    this.#converter = converter;
    this.#memory = new Uint8Array(width * height * 3);
    for (let at = 0; at < this.#memory.length; at += 3) this.#memory.set(NOISE, at);
    this.#reset();
    reset?.onChange((level) => level === false && this.#reset());
  }

  /** The registers as after power-on; what is in the memory stays. */
  #reset() {
    this.awake = this.on = this.inverted = false;
    this.#order = 0;
    this.#pixelBytes = 3;
    this.#columns = [0, this.#width - 1];
    this.#rows = [0, this.#height - 1];
    this.#command = 0;
  }

  /** Whether what is in the memory can be seen. */
  get shows() {
    return this.awake && this.on;
  }

  /**
   * A pixel of the memory, as red, green and blue.
   * @returns {[number, number, number]}
   */
  pixel(x, y) {
    const at = (y * this.#width + x) * 3;
    return [...this.#memory.subarray(at, at + 3)];
  }

  /**
   * What is on the glass.
   * @returns {import('../png.js').Picture}
   */
  picture() {
    const [width, height] = [this.#width, this.#height];
    const { mirrored, bgr, inverted } = this.#glass;
    const rgb = new Uint8Array(width * height * 3);
    for (let at = 0; at < width * height; at++) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const color = this.pixel(mirrored ? width - 1 - x : x, y);
      if (bgr) color.reverse();
      rgb.set(inverted === this.inverted ? color : color.map((level) => 255 - level), at * 3);
    }
    return { width, height, rgb };
  }

  /** SHA-256 of what is on the glass, in hexadecimal. */
  hash() {
    return createHash('sha256').update(this.picture().rgb).digest('hex');
  }

  deselect() {
    if (this.#high !== undefined) this.faults.add('half a word');
    this.#high = undefined;
  }

  exchange(byte) {
    if (this.#dc.level === false) this.#obey(byte);
    else if (!this.#converter) this.#take(byte);
    else this.#pair(byte);
    return 0;
  }

  /** A word through the converter: a pixel, or a parameter under a 0. */
  #pair(byte) {
    if (this.#high === undefined) {
      this.#high = byte;
      return;
    }
    const high = this.#high;
    this.#high = undefined;
    if (this.#command === RAMWR) {
      this.#take(high);
    } else if (high !== 0) {
      this.faults.add('a parameter above 255');
    }
    this.#take(byte);
  }

  #obey(command) {
    this.commands.push(command);
    this.#command = command;
    this.#data = [];
    switch (command) {
      case SWRESET: return this.#reset();
      case SLPIN: this.awake = false; break;
      case SLPOUT: this.awake = true; break;
      case INVOFF: this.inverted = false; break;
      case INVON: this.inverted = true; break;
      case DISPOFF: this.on = false; break;
      case DISPON: this.on = true; break;
      case RAMWR: this.#first(); break;
    }
  }

  #first() {
    [this.#column] = this.#columns;
    [this.#row] = this.#rows;
    const size = this.#order & MV ? [this.#height, this.#width] : [this.#width, this.#height];
    if (this.#columns[1] >= size[0] || this.#rows[1] >= size[1]) this.faults.add('a window outside of the memory');
  }

  #take(byte) {
    this.#data.push(byte);
    const { length } = this.#data;
    switch (this.#command) {
      case RAMWR: if (length === this.#pixelBytes) this.#draw(this.#data.splice(0)); break;
      case CASET: if (length === 4) this.#columns = window(this.#data); break;
      case RASET: if (length === 4) this.#rows = window(this.#data); break;
      case MADCTL: this.#order = byte; break;
      case COLMOD: this.#setPixels(byte & 7); break;
    }
  }

  #setPixels(format) {
    if (!(format in PIXEL_BYTES)) this.faults.add(`a pixel format of ${format}`);
    this.#pixelBytes = PIXEL_BYTES[format] ?? this.#pixelBytes;
  }

  #draw(bytes) {
    const color = bytes.length === 2 ? from565(bytes) : bytes.map((byte) => (byte & 0xfc) | (byte >> 6));
    if (this.#order & BGR) color.reverse();
    let [x, y] = this.#order & MV ? [this.#row, this.#column] : [this.#column, this.#row];
    if (this.#order & MX) x = this.#width - 1 - x;
    if (this.#order & MY) y = this.#height - 1 - y;
    const inside = x >= 0 && y >= 0 && x < this.#width && y < this.#height;
    if (inside) this.#memory.set(color, (y * this.#width + x) * 3);
    this.#advance();
  }

  #advance() {
    if (this.#column++ < this.#columns[1]) return;
    [this.#column] = this.#columns;
    if (this.#row++ >= this.#rows[1]) [this.#row] = this.#rows;
  }
}

function window([a, b, c, d]) {
  return [(a << 8) | b, (c << 8) | d];
}

/** The high bits again as low ones, so that all ones are white. */
function from565([high, low]) {
  const [r, g, b] = [high & 0xf8, ((high << 5) & 0xe0) | ((low >> 3) & 0x1c), (low << 3) & 0xf8];
  return [r | (r >> 5), g | (g >> 6), b | (b >> 5)];
}
