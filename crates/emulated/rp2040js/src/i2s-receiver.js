/** The far end of an I2S wire: an amplifier's ears. */

/**
 * Takes samples off three pins: data at each rising edge of the bit clock, the
 * highest bit first and one bit after word select has changed, low for left.
 */
export class I2sReceiver {
  /** Whole frames so far: `[left, right]`, signed, of `bits` bits each. */
  frames = [];
  /** Bits of the channels so far, by how many there were of each length. */
  lengths = new Map();
  /** Emulated time of the end of each frame. */
  ends = [];
  #word = 0n;
  #length = 0;
  #left;
  #right;

  /**
   * @param {import('./machine.js').Machine} machine
   * @param {{bclk: number, ws: number, dout: number}} pins
   */
  constructor(machine, { bclk, ws, dout }) {
    const [select, data] = [machine.pin(ws), machine.pin(dout)];
    machine.pin(bclk).onChange((level, us) => {
      if (level === true) this.#bit(select.driven === true, data.driven === true, us);
    });
  }

  #bit(right, one, us) {
    this.#word = (this.#word << 1n) | (one ? 1n : 0n);
    this.#length++;
    if (this.#right !== undefined && right !== this.#right) this.#whole(this.#right, us);
    this.#right = right;
  }

  /** The bit just taken was the last of a channel. */
  #whole(right, us) {
    const bits = this.#length;
    this.lengths.set(bits, (this.lengths.get(bits) ?? 0) + 1);
    const sample = Number(BigInt.asIntN(bits, this.#word));
    this.#word = 0n;
    this.#length = 0;
    if (!right) {
      this.#left = sample;
    } else if (this.#left !== undefined) {
      this.frames.push([this.#left, sample]);
      this.ends.push(us);
      this.#left = undefined;
    }
  }

  /**
   * Frames in a second, measured from the end of one to the end of another.
   * @param {number} [from]
   * @param {number} [to] the frame after the last
   * @returns {number} NaN for less than two
   */
  rate(from = 0, to = this.ends.length) {
    return ((to - 1 - from) * 1e6) / (this.ends[to - 1] - this.ends[from]);
  }
}
