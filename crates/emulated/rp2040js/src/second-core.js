/** The RP2040's other core, which rp2040js does not have, and the FIFOs between both. */

/** Offsets in the SIO: which core, the FIFOs' status, to write, to read. */
const [CPUID, FIFO_ST, FIFO_WR, FIFO_RD] = [0x00, 0x50, 0x54, 0x58];
/** Bits of the status: a word to read, room to write, written when full, read when empty. */
const [VALID, READY, OVERFLOW, UNDERFLOW] = [1, 2, 4, 8];
/** Words of a FIFO. */
const DEPTH = 8;
/** The FIFO's interrupt of core 0; core 1 has the next one. */
const SIO_IRQ_PROC0 = 15;
const PSM = 0x40010;
const FRCE_OFF = 0x04;
const PROC1 = 1 << 16;
/** What core 1 must hear before vectors, stack and entry. */
const GREETING = [0, 0, 1];

/**
 * Core 1, by the same model of a Cortex-M0+ as core 0. As on the chip it waits in the bootrom until
 * core 0 has launched it (datasheet, 2.8.2), and again after it was forced off and let go; both
 * cores have their own number, FIFO, vectors and NVIC. Interrupts of peripherals come to both.
 */
export class SecondCore {
  #chip;
  #zero;
  #one;
  #state = 'waits';
  #heard = [];
  /** Words on their way to core 0, and to core 1. */
  #fifos = [[], []];
  #flags = [0, 0];
  /** Cycles that core 1 is behind. */
  #due = 0;
  /** How often it was launched. */
  launches = 0;

  /** @param {import('rp2040js').RP2040} chip */
  constructor(chip) {
    this.#chip = chip;
    this.#zero = chip.core;
    this.#one = this.#fresh();
    this.#share(chip.sio);
    chip.setInterrupt = (irq, value) => [this.#zero, this.#one].forEach((core) => core.setInterrupt(irq, value));
    const power = chip.peripherals[PSM];
    const write = power.writeUint32.bind(power);
    power.writeUint32 = (offset, value) => {
      write(offset, value);
      if (offset === FRCE_OFF) this.#force((value & PROC1) !== 0);
    };
  }

  /**
   * Both cores go on for a moment.
   * @returns {number} its cycles; 0 if both sleep
   */
  step() {
    const zero = this.#wakes(this.#zero);
    const one = this.#state === 'runs' && this.#wakes(this.#one);
    if (!zero && !one) return 0;
    const cycles = zero ? this.#zero.executeInstruction() : 1;
    this.#due = one ? this.#due + cycles : 0;
    this.#chip.core = this.#one;
    while (this.#due > 0 && !this.#one.waiting && this.#state === 'runs') this.#due -= this.#one.executeInstruction();
    this.#chip.core = this.#zero;
    return cycles;
  }

  /** A core that went to sleep while an interrupt was pending goes on, which rp2040js forgets. */
  #wakes(core) {
    if (core.waiting && core.pendingInterrupts & core.enabledInterrupts && core.checkForInterrupts()) core.waiting = false;
    return !core.waiting;
  }

  #fresh() {
    const core = new this.#zero.constructor(this.#chip);
    core.interruptPriorities = [0xffffffff, 0, 0, 0];
    return core;
  }

  #share(sio) {
    const [read, write] = [sio.readUint32.bind(sio), sio.writeUint32.bind(sio)];
    const number = () => (this.#chip.core === this.#one ? 1 : 0);
    sio.readUint32 = (offset) => {
      if (offset === CPUID) return number();
      if (offset === FIFO_ST) return this.#status(number());
      return offset === FIFO_RD ? this.#pull(number()) : read(offset);
    };
    sio.writeUint32 = (offset, value) => {
      if (offset === FIFO_WR) this.#push(number(), value >>> 0);
      else if (offset === FIFO_ST) this.#clear(number());
      else write(offset, value);
    };
  }

  #status(core) {
    const valid = this.#fifos[core].length > 0 ? VALID : 0;
    return valid | (this.#fifos[1 - core].length < DEPTH ? READY : 0) | this.#flags[core];
  }

  #clear(core) {
    this.#flags[core] = 0;
    this.#signal(core);
  }

  #pull(core) {
    if (this.#fifos[core].length === 0) this.#flags[core] |= UNDERFLOW;
    const word = this.#fifos[core].shift() ?? 0;
    this.#signal(core);
    return word;
  }

  #push(from, word) {
    const to = 1 - from;
    if (this.#fifos[to].length < DEPTH) this.#fifos[to].push(word);
    else this.#flags[from] |= OVERFLOW;
    [from, to].forEach((core) => this.#signal(core));
    if (to === 1 && this.#state === 'waits') this.#boot();
  }

  #signal(core) {
    const due = this.#fifos[core].length > 0 || this.#flags[core] !== 0;
    [this.#zero, this.#one][core].setInterrupt(SIO_IRQ_PROC0 + core, due);
  }

  /** The bootrom says each word after its launcher; another one than it must hear begins anew. */
  #boot() {
    while (this.#state === 'waits' && this.#fifos[1].length > 0) {
      const word = this.#pull(1);
      const nth = this.#heard.length;
      if (nth < GREETING.length && word !== GREETING[nth]) this.#heard = [];
      else this.#heard.push(word);
      this.#push(1, word);
      if (this.#heard.length === GREETING.length + 3) this.#launch(...this.#heard.slice(GREETING.length));
    }
  }

  #launch(vectors, stack, entry) {
    this.#one = this.#fresh();
    Object.assign(this.#one, { VTOR: vectors, SP: stack, PC: entry & ~1 });
    this.#state = 'runs';
    this.#due = 0;
    this.launches++;
    this.#signal(1);
  }

  #force(off) {
    if (off) this.#state = 'off';
    else if (this.#state === 'off') {
      this.#state = 'waits';
      this.#heard = [];
      this.#fifos[1] = [];
      this.#flags[1] = 0;
    }
  }
}
