/** Firmware that prints, looks for a file and exits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SRAM } from '../src/image.js';
import { Machine } from '../src/machine.js';
import { idleImage } from './idle.js';

const EXIT = 0x20026;

/** A machine that asks for what `r0` and `r1` say, again and again. */
function asking(...requests) {
  const image = idleImage();
  new DataView(image[0].bytes.buffer).setUint16(0xc0, 0xbeab, true);
  const machine = new Machine({ image });
  const { registers } = machine.chip.core;
  const answers = [];
  const next = () => {
    answers.push(registers[0]);
    if (requests.length === 0) return;
    [registers[0], registers[1]] = requests.shift();
    if (answers.length === 2) machine.files.add('last');
  };
  const { onBreak } = machine.chip;
  machine.chip.onBreak = (code) => {
    onBreak(code);
    next();
  };
  next();
  answers.length = 0;
  return { machine, answers };
}

function put(machine, address, ...words) {
  words.forEach((word, nth) => machine.chip.writeUint32(SRAM + address + 4 * nth, word));
}

test('what is printed is a line, and an exit has a status', () => {
  const { machine, answers } = asking([0x04, SRAM], [0x01, SRAM + 0x20], [0x01, SRAM + 0x20], [0x99, 0], [0x20, SRAM + 0x40]);
  machine.load([{ address: SRAM, bytes: Buffer.from('last\n\0') }]);
  machine.load([{ address: SRAM + 0x30, bytes: Buffer.from('last\0') }]);
  put(machine, 0x20, SRAM + 0x30, 1, 4);
  put(machine, 0x40, EXIT, 7);
  const ending = machine.run();
  assert.deepEqual([ending.reason, ending.detail], ['exit', 7]);
  assert.equal(machine.transcript(), 'last\n');
  assert.deepEqual(answers.slice(0, 4), [0, 0xffffffff, 1, 0xffffffff]);
});

test('an exit for another reason than the end is a failure', () => {
  const { machine } = asking([0x18, 0x20023]);
  assert.equal(machine.run().detail, 1);
  assert.equal(asking([0x18, EXIT]).machine.run().detail, 0);
});
