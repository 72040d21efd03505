/** Core 1: launched, off, and the FIFOs between both; the test plays core 0. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FLASH } from '../src/image.js';
import { Machine } from '../src/machine.js';
import { idleImage, pass } from './idle.js';

const [SIO, PSM_FRCE_OFF] = [0xd0000000, 0x40010004];
const [CPUID, FIFO_ST, FIFO_WR, FIFO_RD] = [0x00, 0x50, 0x54, 0x58].map((offset) => SIO + offset);
const [VALID, READY, OVERFLOW, UNDERFLOW] = [1, 2, 4, 8];
const PROC1 = 1 << 16;
/** Vectors, stack and the loop that sleeps. */
const LAUNCH = [0, 0, 1, FLASH + 0x100, 0x20030000, FLASH + 0x1c1];

const both = () => new Machine({ image: idleImage(), cores: 2 });

/** Sends words, and what came back. */
function say({ chip }, words) {
  return words.map((word) => {
    chip.writeUint32(FIFO_WR, word);
    return chip.readUint32(FIFO_RD);
  });
}

test('core 1 says each word after core 0, and begins when it has all', () => {
  const machine = both();
  assert.equal(machine.chip.readUint32(CPUID), 0);
  assert.deepEqual(say(machine, LAUNCH.slice(0, 5)), LAUNCH.slice(0, 5));
  assert.equal(machine.second.launches, 0);
  assert.deepEqual(say(machine, LAUNCH.slice(5)), LAUNCH.slice(5));
  assert.equal(machine.second.launches, 1);
  pass(machine, 10);
});

test('a word that must not come begins anew', () => {
  const machine = both();
  say(machine, [0, 1, ...LAUNCH.slice(3)]);
  say(machine, [7]);
  assert.equal(machine.second.launches, 0);
  say(machine, LAUNCH);
  assert.equal(machine.second.launches, 1);
});

test('a FIFO has eight words, and says what did not fit or was not there', () => {
  const machine = both();
  const { chip } = machine;
  say(machine, LAUNCH);
  assert.equal(chip.readUint32(FIFO_ST), READY);
  for (let word = 0; word < 8; word++) chip.writeUint32(FIFO_WR, word);
  assert.equal(chip.readUint32(FIFO_ST), 0);
  chip.writeUint32(FIFO_WR, 8);
  assert.equal(chip.readUint32(FIFO_ST), OVERFLOW);
  assert.equal(chip.readUint32(FIFO_RD), 0);
  assert.equal(chip.readUint32(FIFO_ST), OVERFLOW | UNDERFLOW);
  chip.writeUint32(FIFO_ST, 0);
  assert.equal(chip.readUint32(FIFO_ST), 0);
});

test('core 1 that was forced off waits to be launched again, and its words are gone', () => {
  const machine = both();
  const { chip } = machine;
  say(machine, LAUNCH);
  chip.writeUint32(FIFO_WR, 5);
  chip.writeUint32(PSM_FRCE_OFF, PROC1);
  pass(machine, 10);
  chip.writeUint32(FIFO_WR, 6);
  assert.equal(chip.readUint32(FIFO_ST) & VALID, 0, 'nobody answers');
  chip.writeUint32(PSM_FRCE_OFF, 0);
  assert.deepEqual(say(machine, LAUNCH), LAUNCH);
  assert.equal(machine.second.launches, 2);
});
