/** An SPI NOR flash of the common command set, with erasing and programming. */

const WRITE_STATUS = 0x01;
const PAGE_PROGRAM = 0x02;
const READ = 0x03;
const WRITE_DISABLE = 0x04;
const READ_STATUS = 0x05;
const WRITE_ENABLE = 0x06;
const FAST_READ = 0x0b;
const JEDEC_ID = 0x9f;
const CHIP_ERASE = [0xc7, 0x60];
/** Bytes that each of these erases. */
const ERASE = { 0x20: 0x1000, 0x52: 0x8000, 0xd8: 0x10000 };

const PAGE = 256;
const WIP = 1;
const WEL = 2;

/** The part; it goes to an {@link SpiBus}. */
export class NorFlash {
  modes = [0, 3];
  #machine;
  #jedec;
  #busyUs;
  #busyUntil = 0;
  #enabled = false;
  #sent = [];

  /**
   * @param {import('../machine.js').Machine} machine for its clock
   * @param {object} [options]
   * @param {number[]} [options.jedec] maker, type, capacity
   * @param {number} [options.size] bytes, a power of two
   * @param {number} [options.busyUs] how long programming and erasing take
   */
  constructor(machine, { jedec = [0xef, 0x40, 0x15], size = 2 * 1024 * 1024, busyUs = 50 } = {}) {
    this.#machine = machine;
    this.#jedec = jedec;
    this.#busyUs = busyUs;
    /** What it holds. */
    this.memory = new Uint8Array(size).fill(0xff);
  }

  get #busy() {
    return this.#machine.us < this.#busyUntil;
  }

  select() {
    this.#sent = [];
  }

  exchange(byte) {
    const answer = this.#answer();
    this.#sent.push(byte);
    return answer;
  }

  #answer() {
    const [command] = this.#sent;
    const nth = this.#sent.length - 1;
    if (command === READ_STATUS) return (this.#busy ? WIP : 0) | (this.#enabled ? WEL : 0);
    if (nth < 0 || this.#busy) return 0xff;
    if (command === JEDEC_ID) return this.#jedec[nth] ?? 0;
    const skipped = { [READ]: 3, [FAST_READ]: 4 }[command];
    if (skipped === undefined || nth < skipped) return 0xff;
    return this.memory[(this.#address + nth - skipped) % this.memory.length];
  }

  get #address() {
    const [, high, middle, low] = this.#sent;
    return ((high << 16) | (middle << 8) | low) % this.memory.length;
  }

  /** Chip select up carries a write out, if it is whole and enabled. */
  deselect() {
    const sent = this.#sent;
    this.#sent = [];
    if (sent.length === 0 || this.#busy) return;
    const [command] = sent;
    if (command === WRITE_ENABLE) this.#enabled = true;
    if (command === WRITE_DISABLE) this.#enabled = false;
    if (this.#enabled && this.#change(command, sent)) {
      this.#enabled = false;
      this.#busyUntil = this.#machine.us + this.#busyUs;
    }
  }

  #change(command, sent) {
    const { length } = this.memory;
    const address = sent.length >= 4 ? ((sent[1] << 16) | (sent[2] << 8) | sent[3]) % length : undefined;
    if (CHIP_ERASE.includes(command)) {
      this.memory.fill(0xff);
    } else if (command in ERASE && address !== undefined) {
      const start = address - (address % ERASE[command]);
      this.memory.fill(0xff, start, start + ERASE[command]);
    } else if (command === PAGE_PROGRAM && address !== undefined) {
      this.#program(address, sent.slice(4));
    } else {
      return command === WRITE_STATUS;
    }
    return true;
  }

  /** Bits only fall, and the address wraps inside the page. */
  #program(address, bytes) {
    const page = address - (address % PAGE);
    bytes.forEach((byte, nth) => (this.memory[page + ((address + nth) % PAGE)] &= byte));
  }
}
