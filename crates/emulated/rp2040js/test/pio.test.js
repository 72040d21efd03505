/** The PIO's clock, and what an I2S receiver hears of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { I2sReceiver } from '../src/index.js';
import { idleMachine, pass } from './idle.js';

const PIO0 = 0x50200000;
const [CTRL, TXF0, MEM, CLKDIV, EXECCTRL, SHIFTCTRL, INSTR, PINCTRL] = [0, 0x10, 0x48, 0xc8, 0xcc, 0xd0, 0xd8, 0xdc];
const IO_BANK0 = 0x40014000;
const PIO0_FUNCTION = 6;

/** Instructions for state machine 0, with the pins `first` to `first` + 2 as outputs. */
function program(machine, instructions, { pinctrl, shiftctrl = 0, divider }) {
  const write = (at, value) => machine.chip.writeUint32(PIO0 + at, value >>> 0);
  instructions.forEach((instruction, nth) => write(MEM + nth * 4, instruction));
  write(CLKDIV, divider << 16);
  write(EXECCTRL, (instructions.length - 1) << 12);
  write(SHIFTCTRL, shiftctrl);
  // set pindirs, 7: with three pins from 0 on.
  write(PINCTRL, 3 << 26);
  write(INSTR, 0xe087);
  write(PINCTRL, pinctrl);
  for (const pin of [0, 1, 2]) machine.chip.writeUint32(IO_BANK0 + pin * 8 + 4, PIO0_FUNCTION);
  return write;
}

test('an instruction takes its delay and the divider, in emulated time', () => {
  const machine = idleMachine();
  const edges = machine.pin(0).record();
  // set pins, 1 [2]; set pins, 0
  const write = program(machine, [0xe201, 0xe000], { pinctrl: 1 << 26, divider: 125 });
  edges.length = 0;
  write(CTRL, 1);
  pass(machine, 10);
  const rises = edges.filter(({ level }) => level).map(({ us }) => us);
  const falls = edges.filter(({ level }) => !level).map(({ us }) => us);
  assert.deepEqual([rises, falls], [[1, 5, 9], [4, 8]]);
  write(CTRL, 0);
  pass(machine, 10);
  assert.equal(edges.length, 5);
});

test('samples come out as they went in', () => {
  const machine = idleMachine();
  const receiver = new I2sReceiver(machine, { dout: 0, bclk: 1, ws: 2 });
  // One bit in two instructions, side-set is word select and bit clock; the
  // last bit of a channel goes out when word select has changed.
  const instructions = [
    0x6001, // out pins, 1     side 0b00
    0x0840, // jmp x--, 0      side 0b01
    0x7001, // out pins, 1     side 0b10
    0xf82e, // set x, 14       side 0b11
    0x7001, // out pins, 1     side 0b10
    0x1844, // jmp x--, 4      side 0b11
    0x6001, // out pins, 1     side 0b00
    0xe82e, // set x, 14       side 0b01
  ];
  const write = program(machine, instructions, {
    pinctrl: (2 << 29) | (1 << 20) | (1 << 10),
    shiftctrl: 1 << 17,
    divider: 40,
  });
  write(INSTR, 0xe02e);
  const frames = [[1, -1], [-32768, 32767], [0x1234, -0x1234], [0, 0], [0, 0]];
  const words = frames.map(([left, right]) => (((left & 0xffff) << 16) | (right & 0xffff)) >>> 0);
  const feed = () => {
    while (words.length > 0 && !machine.chip.pio[0].machines[0].txFIFO.full) write(TXF0, words.shift());
  };
  feed();
  // Enabled and restarted, which empties the shift register.
  write(CTRL, 0x11);
  for (let us = 1; us < 200; us++) machine.at(us, feed);
  pass(machine, 200);
  assert.deepEqual(receiver.frames.slice(0, 4), frames.slice(0, 4));
  // 125 MHz by 40, two instructions a bit, 32 bits a frame.
  assert.ok(Math.abs(receiver.rate() - 48828.125) < 1, `${receiver.rate()}`);
});
