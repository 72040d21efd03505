/** An RP2040 that runs an image, by emulated time alone. */

import { RP2040 } from 'rp2040js';

import { FLASH, SRAM } from './image.js';
import { Warnings } from './warnings.js';
import { Pin } from './pin.js';
import { clockPio } from './pio-clock.js';
import { SecondCore } from './second-core.js';
import { semihost } from './semihosting.js';
import { XIP_CONTROL, XipControl } from './xip-control.js';

/** Instructions between two looks at the host's clock. */
const STRIDE = 50_000;
/** The breakpoint by which firmware asks whoever runs it for something. */
const SEMIHOSTING = 0xab;

/**
 * How a run ended.
 * @typedef {object} Ending
 * @property {'found'|'stopped'|'exit'|'emulated limit'|'wall limit'|'breakpoint'|'fault'} reason
 * @property {number} us emulated time, microseconds since reset
 * @property {string|number} [detail] the line that was found, what the fault
 *   was, or the status of the exit
 */

/**
 * One RP2040 with its image, its UARTs and its pins; one core, or both. Nothing
 * happens but inside {@link Machine#run}, and two runs of one image with the
 * same models are the same to the nanosecond.
 */
export class Machine {
  /** The emulated chip of rp2040js. */
  chip = new RP2040();
  /** What the chip complained of. */
  warnings = new Warnings((detail) => this.#end('fault', detail));
  /** Names of files that the firmware finds, by semihosting. */
  files = new Set();
  /** Core 1, if the machine has it. */
  second;
  #pins = new Map();
  #lines = [[], []];
  #partial = ['', ''];
  #wanted;
  #ending;

  /**
   * @param {object} options
   * @param {import('./image.js').Segment[]} options.image see `readImage`
   * @param {Uint32Array} [options.bootrom] see `readBootrom`; without one the
   *   machine begins where the second stage of the boot would jump
   * @param {number} [options.vectors] where the vector table is, without bootrom
   * @param {number} [options.cores] 1 or 2
   */
  constructor({ image, bootrom, vectors = FLASH + 0x100, cores = 1 }) {
    const { chip } = this;
    chip.logger = this.warnings;
    // Loading it wipes the flash, so it goes first.
    if (bootrom) chip.loadBootrom(bootrom);
    this.load(image);
    // Its reset would look for the flash by registers that are not emulated, then go there.
    if (bootrom) chip.core.PC = FLASH;
    else this.#begin(vectors);
    chip.peripherals[(XIP_CONTROL >>> 14) << 2] = new XipControl();
    chip.onBreak = (code) => (code === SEMIHOSTING ? this.#serve() : this.#end('breakpoint', `bkpt ${code}`));
    chip.uart.forEach((uart, nth) => (uart.onByte = (byte) => this.#hear(nth, byte)));
    clockPio(this);
    if (cores === 2) this.second = new SecondCore(chip);
  }

  /**
   * Puts segments into flash and SRAM.
   * @param {import('./image.js').Segment[]} segments
   */
  load(segments) {
    for (const { address, bytes } of segments) {
      const [memory, start] = address >= SRAM ? [this.chip.sram, SRAM] : [this.chip.flash, FLASH];
      memory.set(bytes, address - start);
    }
  }

  #begin(vectors) {
    const { core } = this.chip;
    core.VTOR = vectors;
    core.reset();
  }

  /** Emulated time, in microseconds since reset. */
  get us() {
    return this.chip.clock.nanos / 1000;
  }

  /**
   * A pin by its GPIO number.
   * @param {number} number
   * @returns {Pin}
   */
  pin(number) {
    if (!this.#pins.has(number)) this.#pins.set(number, new Pin(this, this.chip.gpio[number]));
    return this.#pins.get(number);
  }

  /**
   * Calls back once, so many microseconds of emulated time from now.
   * @param {number} us
   * @param {() => void} callback
   * @returns {() => void} calls it off
   */
  after(us, callback) {
    const alarm = this.chip.clock.createAlarm(callback);
    alarm.schedule(Math.max(0, us) * 1000);
    return () => alarm.cancel();
  }

  /**
   * Calls back once, at a moment of emulated time; at once if it is over.
   * @param {number} us since reset
   * @param {() => void} callback
   * @returns {() => void} calls it off
   */
  at(us, callback) {
    return this.after(us - this.us, callback);
  }

  /**
   * Runs until a line of a UART matches, the firmware's exit by semihosting,
   * another breakpoint, a fault (an access to no memory, an unknown
   * instruction), {@link Machine#stop}, or a limit. It can be called again to
   * go on.
   *
   * @param {object} [options]
   * @param {RegExp|string} [options.until] a line that ends the run
   * @param {number} [options.limitUs] of emulated time, from now
   * @param {number} [options.wallMs] of the host's time, from now
   * @returns {Ending}
   */
  run({ until, limitUs = 10e6, wallMs = 60_000 } = {}) {
    this.#wanted = until;
    this.#ending = undefined;
    const cancel = this.after(limitUs, () => this.#end('emulated limit'));
    const last = Date.now() + wallMs;
    while (!this.#ending) {
      this.#execute(STRIDE);
      if (Date.now() > last) this.#end('wall limit');
    }
    cancel();
    return this.#ending;
  }

  #execute(instructions) {
    const { core, clock } = this.chip;
    for (let nth = 0; nth < instructions && !this.#ending; nth++) {
      // The run's own limit is an alarm, so there always is a next one.
      const cycles = this.second ? this.second.step() : core.waiting ? 0 : core.executeInstruction();
      clock.tick(cycles > 0 ? (cycles * 1e9) / this.chip.clkSys : clock.nanosToNextAlarm);
    }
  }

  /** Ends the run from a callback. */
  stop(detail) {
    this.#end('stopped', detail);
  }

  #end(reason, detail) {
    this.#ending ??= { reason, us: this.us, ...(detail !== undefined && { detail }) };
  }

  /**
   * The lines that a UART has sent, each with the emulated time of its end.
   * What firmware prints by semihosting is among those of UART 0.
   * @param {number} [uart]
   * @returns {{us: number, text: string}[]}
   */
  lines(uart = 0) {
    return this.#lines[uart];
  }

  /**
   * All that a UART has sent.
   * @param {number} [uart]
   * @returns {string}
   */
  transcript(uart = 0) {
    return this.#lines[uart].map(({ text }) => `${text}\n`).join('') + this.#partial[uart];
  }

  /**
   * Sends to a UART of the chip, as if all came at once.
   * @param {string} text
   * @param {number} [uart]
   */
  type(text, uart = 0) {
    for (const byte of Buffer.from(text)) this.chip.uart[uart].feedByte(byte);
  }

  #serve() {
    const { registers } = this.chip.core;
    registers[0] = semihost(this.chip, registers[0], registers[1], {
      write: (bytes) => bytes.forEach((byte) => this.#hear(0, byte)),
      isThere: (name) => this.files.has(name),
      exit: (status) => this.#end('exit', status),
    });
  }

  #hear(uart, byte) {
    if (byte !== 0x0a) {
      this.#partial[uart] += String.fromCharCode(byte);
      return;
    }
    const text = this.#partial[uart].replace(/\r$/, '');
    this.#partial[uart] = '';
    this.#lines[uart].push({ us: this.us, text });
    const wanted = this.#wanted;
    if (wanted !== undefined && (wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted))) {
      this.#end('found', text);
    }
  }
}
