/** The cache of the flash: nothing is cached here, so all is flushed at once. */

/** Where its registers are; they end with the flash's own interface. */
export const XIP_CONTROL = 0x14000000;

const CONTROL = 0x00;
const CONTROL_AT_RESET = 3;
/** Flushed, the queue of the stream is empty. */
const STATUS = 0x08;
const STATUS_READY = 3;

/** A peripheral as rp2040js calls it. */
export class XipControl {
  #control = CONTROL_AT_RESET;

  readUint32(offset) {
    if (offset === CONTROL) return this.#control;
    return offset === STATUS ? STATUS_READY : 0;
  }

  writeUint32(offset, value) {
    if (offset === CONTROL) this.#control = value;
  }

  writeUint32Atomic(offset, value, kind) {
    const before = this.readUint32(offset);
    const after = [value, before ^ value, before | value, before & ~value];
    this.writeUint32(offset, after[kind]);
  }
}
