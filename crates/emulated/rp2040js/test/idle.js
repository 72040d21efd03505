/** A machine whose processor sleeps, for tests that play the processor. */

import { FLASH } from '../src/image.js';
import { Machine } from '../src/machine.js';

/** A vector table, and a loop of `wfi`. */
export function idleImage() {
  const bytes = new Uint8Array(0x100);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x20040000, true);
  view.setUint32(4, FLASH + 0x1c1, true);
  view.setUint16(0xc0, 0xbf30, true);
  view.setUint16(0xc2, 0xe7fd, true);
  return [{ address: FLASH + 0x100, bytes }];
}

export function idleMachine() {
  return new Machine({ image: idleImage() });
}

/** Runs for so many microseconds of emulated time. */
export function pass(machine, us) {
  machine.run({ limitUs: us });
}

const SIO = 0xd0000000;
const IO_BANK0 = 0x40014000;
const SIO_FUNCTION = 5;

/** As the firmware would: the pin is an output of the processor's, at a level. */
export function output({ chip }, pin, level) {
  chip.writeUint32(SIO + (level ? 0x14 : 0x18), 1 << pin);
  chip.writeUint32(SIO + 0x24, 1 << pin);
  chip.writeUint32(IO_BANK0 + pin * 8 + 4, SIO_FUNCTION);
}
