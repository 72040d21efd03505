/** The PIO's state machines, each stepped by its own clock in emulated time. */

const CTRL = 0x000;
/** An integer part of 0 divides by this. */
const LARGEST_DIVIDER = 65536;

/**
 * Takes the stepping of the PIO blocks over. rp2040js itself runs a thousand
 * cycles of all four state machines at each turn of JavaScript's event loop:
 * enabled or not, without their dividers and delays, and apart from the
 * processor's time.
 *
 * @param {import('./machine.js').Machine} machine
 */
export function clockPio({ chip }) {
  for (const pio of chip.pio) {
    const clocks = pio.machines.map((stateMachine) => new StateMachineClock(chip, pio, stateMachine));
    const write = pio.writeUint32.bind(pio);
    pio.run = () => {};
    pio.writeUint32 = (offset, value) => {
      write(offset, value);
      if (offset === CTRL) clocks.forEach((clock) => clock.update());
    };
  }
}

class StateMachineClock {
  #chip;
  #pio;
  #machine;
  #alarm;
  #running = false;
  /** Of the machine's cycles, those that time has passed for. */
  #passed = 0;

  constructor(chip, pio, stateMachine) {
    this.#chip = chip;
    this.#pio = pio;
    this.#machine = stateMachine;
    this.#alarm = chip.clock.createAlarm(() => this.#tick());
  }

  /** Starts or stops it, as the control register says. */
  update() {
    const { enabled, cycles } = this.#machine;
    // What was executed while it stood took no time; a restart counts from zero.
    this.#passed = this.#running ? Math.min(this.#passed, cycles) : cycles;
    if (enabled && !this.#running) this.#alarm.schedule(this.#period);
    if (!enabled && this.#running) this.#alarm.cancel();
    this.#running = enabled;
  }

  get #period() {
    const { clockDivInt, clockDivFrac } = this.#machine;
    return (((clockDivInt || LARGEST_DIVIDER) + clockDivFrac / 256) * 1e9) / this.#chip.clkSys;
  }

  #tick() {
    if (!this.#running) return;
    // A wait that ended since the last tick leaves its delay to be passed.
    if (this.#machine.cycles === this.#passed) {
      this.#machine.step();
      this.#pio.checkChangedPins();
    }
    const { cycles } = this.#machine;
    const period = this.#period;
    this.#alarm.schedule(Math.max(1, cycles - this.#passed) * period);
    this.#passed = cycles;
  }
}
