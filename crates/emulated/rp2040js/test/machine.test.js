/** Images, time, lines and pins. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FLASH, SRAM, parseImage } from '../src/image.js';
import { Machine } from '../src/machine.js';
import { idleImage, idleMachine, output, pass } from './idle.js';

const UART0 = 0x40034000;

function say(machine, text) {
  for (const byte of Buffer.from(text)) machine.chip.writeUint32(UART0, byte);
}

test('time passes to the microsecond, and callbacks come in order', () => {
  const machine = idleMachine();
  const seen = [];
  machine.at(30, () => seen.push(machine.us));
  machine.after(10, () => seen.push(machine.us));
  machine.after(20, () => seen.push('no'))();
  const ending = machine.run({ limitUs: 100 });
  assert.deepEqual(ending, { reason: 'emulated limit', us: 100 });
  assert.deepEqual(seen, [10, 30]);
});

test('a line ends the run, at its time, and the next run goes on', () => {
  const machine = idleMachine();
  machine.at(5, () => say(machine, 'first\r\nsecond\n'));
  machine.at(9, () => say(machine, 'third\nrest'));
  assert.deepEqual(machine.run({ until: 'second' }), { reason: 'found', us: 5, detail: 'second' });
  assert.equal(machine.run({ until: /^never$/, limitUs: 100 }).reason, 'emulated limit');
  assert.deepEqual(machine.lines(), [
    { us: 5, text: 'first' },
    { us: 5, text: 'second' },
    { us: 9, text: 'third' },
  ]);
  assert.equal(machine.transcript(), 'first\nsecond\nthird\nrest');
});

test('a host that is slow ends the run', () => {
  const machine = idleMachine();
  machine.after(1, function again() {
    machine.after(1, again);
  });
  assert.equal(machine.run({ limitUs: Infinity, wallMs: 20 }).reason, 'wall limit');
});

test('an access to no memory and a breakpoint end the run', () => {
  const machine = idleMachine();
  machine.after(1, () => machine.chip.readUint32(0x30000000));
  const ending = machine.run();
  assert.equal(ending.reason, 'fault');
  assert.match(ending.detail, /30000000/);
  const image = idleImage();
  new DataView(image[0].bytes.buffer).setUint16(0xc0, 0xbe07, true);
  assert.deepEqual(new Machine({ image }).run().detail, 'bkpt 7');
});

test('a pin tells what the chip drives, and only changes from outside are edges', () => {
  const machine = idleMachine();
  const pin = machine.pin(7);
  const edges = pin.record();
  assert.equal(pin.driven, undefined);
  machine.at(3, () => output(machine, 7, true));
  machine.at(4, () => output(machine, 7, false));
  pass(machine, 10);
  assert.deepEqual(edges, [
    { us: 3, level: true },
    { us: 4, level: false },
  ]);
  const input = machine.pin(9);
  let interrupts = 0;
  const gpio = machine.chip.gpio[9];
  const told = gpio.setInputValue.bind(gpio);
  gpio.setInputValue = (value) => (interrupts++, told(value));
  for (const level of [true, true, false, false, true]) input.drive(level);
  assert.equal(interrupts, 3);
  input.pulseLow(5);
  assert.equal(input.level, false);
  pass(machine, 6);
  assert.equal(input.level, true);
});

test('a bin goes where it is told', () => {
  const [segment] = parseImage(Uint8Array.of(1, 2, 3), 0x180000);
  assert.equal(segment.address, FLASH + 0x180000);
  assert.deepEqual([...segment.bytes], [1, 2, 3]);
  assert.throws(() => parseImage(Uint8Array.of(1), 16 * 1024 * 1024), /neither in flash/);
});

test('an elf says itself where it goes, by its physical addresses', () => {
  const bytes = new Uint8Array(52 + 2 * 32 + 4);
  const view = new DataView(bytes.buffer);
  const words = [[0, 0x464c457f], [28, 52], [52, 1], [56, 116], [60, SRAM], [64, FLASH + 0x40], [68, 3], [84, 4]];
  for (const [at, word] of words) view.setUint32(at, word, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, 2, true);
  bytes.set([7, 8, 9], 116);
  assert.deepEqual(parseImage(bytes), [{ address: FLASH + 0x40, bytes: bytes.subarray(116, 119) }]);
});

test('a uf2 says itself where it goes, block by block', () => {
  const bytes = new Uint8Array(1024);
  const view = new DataView(bytes.buffer);
  for (const [block, address] of [[0, FLASH], [512, FLASH + 256]]) {
    for (const [at, word] of [[0, 0x0a324655], [12, address], [16, 256]]) view.setUint32(block + at, word, true);
    bytes[block + 32] = block ? 2 : 1;
  }
  const segments = parseImage(bytes);
  assert.deepEqual(segments.map(({ address, bytes }) => [address, bytes.length, bytes[0]]), [
    [FLASH, 256, 1],
    [FLASH + 256, 256, 2],
  ]);
  bytes[512] = 0;
  assert.throws(() => parseImage(bytes), /no uf2 block at 512/);
});

test('memory is what the image says, and the rest of flash is erased', () => {
  const machine = idleMachine();
  assert.equal(machine.chip.readUint16(FLASH + 0x1c0), 0xbf30);
  assert.equal(machine.chip.readUint32(FLASH), 0xffffffff);
  machine.load([{ address: SRAM + 8, bytes: Uint8Array.of(5) }]);
  assert.equal(machine.chip.readUint8(SRAM + 8), 5);
});
