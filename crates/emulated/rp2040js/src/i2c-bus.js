/** One of the chip's two I2C controllers, with parts on its bus. */

/** The RESETS block, its register, and the bits of the two controllers. */
const RESETS = 0x4000c;
const RESET = 0x0;
const RESET_BITS = [1 << 3, 1 << 4];
const IC_DATA_CMD = 0x10;
const TX_EMPTY_CTRL = 1 << 8;
const TX_ABRT = 1 << 6;
const TX_EMPTY = 1 << 4;
/** Eight bits and the acknowledgement. */
const BYTE = 9;

/**
 * A part on an I2C bus.
 * @typedef {object} I2cPart
 * @property {(reading: boolean) => boolean|void} [start] after its address;
 *   false does not acknowledge it
 * @property {(byte: number) => boolean|void} write false does not acknowledge
 * @property {() => number} read the next byte
 * @property {() => void} [stop]
 */

/**
 * The bus. A byte takes as long as the controller's clock registers say. An
 * address that nobody has is not acknowledged.
 *
 * Four things that rp2040js 1.4.1 does otherwise than the controller (RP2040
 * datasheet, 4.3) are put right here: an abort empties the transmit FIFO, so it
 * raises TX_EMPTY; the FIFO stays empty until TX_ABRT is cleared; with
 * TX_EMPTY_CTRL, TX_EMPTY waits for the end of the last byte; and a reset ends
 * whatever is under way.
 */
export class I2cBus {
  /** What went over it, in order: `S38 w00`, `S38+ r11`, `N70`, `P` (see README). */
  log = [];
  #machine;
  #chip;
  #parts = new Map();
  #part;
  #busy = false;
  #held;
  #cancel = () => {};
  #pins;

  /**
   * @param {import('./machine.js').Machine} machine
   * @param {number} controller 0 or 1
   * @param {{sda: number, scl: number}} pins idle high, as with pull-ups
   */
  constructor(machine, controller, pins) {
    this.#machine = machine;
    this.#chip = machine.chip.i2c[controller];
    this.#pins = pins;
    machine.pin(pins.sda).drive(true);
    machine.pin(pins.scl).drive(true);
    this.#connect(this.#chip);
    this.#correct(this.#chip);
    this.#follow(machine.chip.peripherals[RESETS], RESET_BITS[controller]);
  }

  /**
   * Puts a part on the bus.
   * @param {number} address of seven bits
   * @param {I2cPart} part
   */
  attach(address, part) {
    this.#parts.set(address, part);
  }

  /** Takes the part with this address off the bus. */
  detach(address) {
    this.#parts.delete(address);
  }

  /**
   * Holds data low from now on: no transaction begins, and one that has begun
   * stands still, until {@link I2cBus#release}.
   */
  hold() {
    this.#machine.pin(this.#pins.sda).drive(false);
    this.#held ??= [];
  }

  /** Lets go of data; what stood still goes on. */
  release() {
    this.#machine.pin(this.#pins.sda).drive(true);
    const waiting = this.#held ?? [];
    this.#held = undefined;
    waiting.forEach((callback) => callback());
  }

  #connect(chip) {
    chip.onStart = () => this.#after(1, () => chip.completeStart());
    chip.onConnect = (address, mode) => {
      this.#part = this.#parts.get(address);
      const reading = mode === 1;
      const hex = address.toString(16).padStart(2, '0');
      const answers = this.#part !== undefined && this.#part.start?.(reading) !== false;
      this.log.push(`${answers ? 'S' : 'N'}${hex}${reading ? '+' : ''}`);
      this.#after(BYTE, () => chip.completeConnect(answers), answers);
    };
    chip.onWriteByte = (byte) => {
      const taken = this.#part?.write(byte) !== false;
      this.log.push(`${taken ? 'w' : 'n'}${byte.toString(16).padStart(2, '0')}`);
      this.#after(BYTE, () => chip.completeWrite(taken), taken);
    };
    chip.onReadByte = () => {
      const byte = this.#part?.read() ?? 0xff;
      this.log.push(`r${byte.toString(16).padStart(2, '0')}`);
      this.#after(BYTE, () => chip.completeRead(byte));
    };
    chip.onStop = () => {
      this.#part?.stop?.();
      this.#part = undefined;
      this.log.push('P');
      this.#after(1, () => chip.completeStop());
    };
  }

  #correct(chip) {
    const write = chip.writeUint32.bind(chip);
    chip.writeUint32 = (offset, value) => {
      if (offset !== IC_DATA_CMD || !(chip.intRaw & TX_ABRT)) write(offset, value);
    };
    const raise = chip.setInterrupts.bind(chip);
    chip.setInterrupts = (mask) => {
      const early = mask === TX_EMPTY && this.#busy && chip.control & TX_EMPTY_CTRL;
      if (!early) raise(mask);
    };
  }

  #follow(resets, bit) {
    const write = resets.writeUint32.bind(resets);
    resets.writeUint32 = (offset, value) => {
      write(offset, value);
      if (offset === RESET && value & bit) this.#reset();
    };
  }

  /** As after power-on; the parts see the bus at rest. */
  #reset() {
    const chip = this.#chip;
    this.#cancel();
    if (this.#held) this.#held = [];
    this.#busy = false;
    this.#part?.stop?.();
    this.#part = undefined;
    chip.txFIFO.reset();
    chip.rxFIFO.reset();
    const idle = { state: 0, busy: false, stop: false, pendingRestart: false };
    Object.assign(chip, idle, { enable: 0, abortSource: 0, intRaw: 0, intEnable: 0 });
    chip.checkInterrupts();
  }

  /** Goes on after so many bits, unless data is held low. */
  #after(bits, complete, acknowledged = true) {
    const { sclLowPeriod, sclHighPeriod } = this.#chip;
    const us = (bits * (sclLowPeriod + sclHighPeriod) * 1e6) / this.#machine.chip.clkSys;
    const go = () => {
      this.#busy = false;
      const chip = this.#chip;
      const empty = chip.txFIFO.itemCount <= chip.txThreshold;
      if (empty || !acknowledged) chip.setInterrupts(TX_EMPTY);
      complete();
    };
    this.#busy = true;
    this.#cancel = this.#machine.after(us, () => (this.#held ? this.#held.push(go) : go()));
  }
}
