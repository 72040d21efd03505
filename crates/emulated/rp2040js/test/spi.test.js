/** The SPI bus and the parts on it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Lcd, NorFlash, SpiBus, Xpt2046, encodePng } from '../src/index.js';
import { crc32 } from '../src/zlib.js';
import { idleMachine, output, pass } from './idle.js';

const SPI1 = 0x40040000;
const PLATES = { x: [300, 3800], y: [3900, 250], size: [320, 480] };

/** The controller at 2.5 MHz, or as told, and whoever has its chip select on pin 1 and 2. */
function bench({ mode = 0, divider = 50 } = {}) {
  const machine = idleMachine();
  const bus = new SpiBus(machine, 1, { miso: 12 });
  machine.chip.writeUint32(SPI1, 7 | ((mode & 2) << 5) | ((mode & 1) << 7));
  machine.chip.writeUint32(SPI1 + 0x10, divider);
  machine.chip.writeUint32(SPI1 + 4, 2);
  output(machine, 1, true);
  output(machine, 2, true);
  return { machine, bus };
}

function transfer({ machine }, cs, bytes) {
  output(machine, cs, false);
  const answer = bytes.map((byte) => {
    machine.chip.writeUint32(SPI1 + 8, byte);
    pass(machine, 8);
    return machine.chip.readUint32(SPI1 + 8);
  });
  output(machine, cs, true);
  return answer;
}

test('who is selected answers; nobody does for one that is not there', () => {
  const { machine, bus } = bench();
  bus.attach(1, new NorFlash(machine));
  assert.deepEqual(transfer({ machine }, 1, [0x9f, 0, 0, 0]), [0xff, 0xef, 0x40, 0x15]);
  assert.deepEqual(transfer({ machine }, 2, [0x9f, 0]), [0, 0]);
  machine.chip.writeUint32(0x4001c000 + 4 + 12 * 4, 0x48);
  assert.deepEqual(transfer({ machine }, 2, [0x9f, 0]), [0xff, 0xff], 'pulled up');
  assert.deepEqual([...bus.faults], []);
});

test('a frame takes its time', () => {
  const { machine } = bench({ divider: 100 });
  machine.chip.writeUint32(SPI1 + 8, 0);
  pass(machine, 6.3);
  assert.equal(machine.chip.readUint32(SPI1 + 0xc) & 4, 0);
  pass(machine, 0.2);
  assert.equal(machine.chip.readUint32(SPI1 + 0xc) & 4, 4);
});

test('a clock that is too fast, a wrong mode, and two at once are told', () => {
  const fast = bench({ divider: 2 });
  const part = new Xpt2046(PLATES);
  fast.bus.attach(1, part);
  transfer(fast, 1, [0xd1, 0, 0]);
  assert.equal(part.conversions, 0);
  assert.match([...fast.bus.faults].join(), /Xpt2046: 62500000 Hz/);
  const wrong = bench({ mode: 1 });
  wrong.bus.attach(1, new NorFlash(wrong.machine));
  assert.deepEqual(transfer(wrong, 1, [0x9f, 0]), [0, 0]);
  assert.match([...wrong.bus.faults].join(), /NorFlash: mode 1/);
  const both = bench();
  for (const cs of [1, 2]) both.bus.attach(cs, new NorFlash(both.machine));
  output(both.machine, 2, false);
  transfer(both, 1, [0]);
  assert.match([...both.bus.faults].join(), /two parts/);
});

/** Fifteen conversions as the driver asks for them. */
function sample(part) {
  const controls = [0xb1, 0xc1, ...Array(6).fill(0x91), ...Array(6).fill(0xd1), 0xb0];
  part.select();
  const answers = controls.flatMap((control) => [control, 0]).concat(0).map((byte) => part.exchange(byte));
  part.deselect();
  const value = (nth) => (((answers[2 * nth + 1] << 8) | answers[2 * nth + 2]) >> 3) & 0xfff;
  return { z1: value(0), z2: value(1), y: value(7), wildY: value(2), x: value(13), last: value(14) };
}

test('an XPT2046 converts where the finger is, and how hard', () => {
  const { machine } = bench();
  const line = machine.pin(17);
  const part = new Xpt2046(PLATES, line);
  assert.equal(line.level, true);
  assert.deepEqual(sample(part), { z1: 0, z2: 4095, y: 4095, wildY: 4095, x: 4095, last: 0 });
  part.press({ x: 319, y: 0, pressure: 255 });
  assert.equal(line.level, false);
  const touched = sample(part);
  assert.deepEqual(touched, { z1: 400, z2: 400, y: 3900, wildY: 3937, x: 3800, last: 400 });
  assert.equal(line.level, false, 'the last conversion switches the line on again');
  part.press({ x: 160, y: 479, pressure: 1 });
  const light = sample(part);
  assert.deepEqual([light.x, light.y], [2055, 250]);
  const ohms = ((400 * light.x) / 4096) * (light.z2 / light.z1 - 1);
  assert.ok(ohms > 3980 && ohms <= 4000, `${ohms}`);
  part.lift();
  assert.equal(line.level, true);
  part.stick(false);
  part.lift();
  assert.equal(line.level, false);
  part.stick(undefined);
  assert.equal(line.level, true);
});

function draw(lcd, { dc }, ...writes) {
  for (const [command, ...bytes] of writes) {
    dc(false);
    lcd.exchange(command);
    dc(true);
    bytes.forEach((byte) => lcd.exchange(byte));
    lcd.deselect();
  }
}

function panel(options) {
  const machine = idleMachine();
  const dc = (level) => output(machine, 8, level);
  return [new Lcd({ width: 4, height: 3, dc: machine.pin(8), reset: machine.pin(15), ...options }), { machine, dc }];
}

test('a window fills from left to right and from top to bottom', () => {
  const [lcd, wires] = panel({});
  draw(lcd, wires, [0x11], [0x29], [0x3a, 0x55], [0x2a, 0, 1, 0, 2], [0x2b, 0, 1, 0, 2]);
  draw(lcd, wires, [0x2c, 0xf8, 0, 0x07, 0xe0, 0, 0x1f, 0xff, 0xff]);
  assert.deepEqual([[1, 1], [2, 1], [1, 2], [2, 2]].map(([x, y]) => lcd.pixel(x, y)), [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ]);
  assert.equal(lcd.shows, true);
  assert.deepEqual([...lcd.faults], []);
  assert.notEqual(lcd.hash(), panel({})[0].hash());
});

test('turned, mirrored and blue first', () => {
  const [lcd, wires] = panel({});
  draw(lcd, wires, [0x3a, 0x66], [0x36, 0x20 | 0x40 | 0x08], [0x2a, 0, 2, 0, 2], [0x2b, 0, 3, 0, 3], [0x2c, 0xfc, 0, 0]);
  assert.deepEqual(lcd.pixel(0, 2), [0, 0, 255]);
});

test('a glass may be mirrored, blue first and inverted', () => {
  const [lcd, wires] = panel({ glass: { mirrored: true, bgr: true, inverted: true } });
  draw(lcd, wires, [0x3a, 0x66], [0x21], [0x2a, 0, 0, 0, 0], [0x2b, 0, 0, 0, 0], [0x2c, 0xfc, 0, 0]);
  assert.deepEqual([...lcd.picture().rgb.subarray(9, 12)], [0, 0, 255]);
  draw(lcd, wires, [0x20]);
  assert.deepEqual([...lcd.picture().rgb.subarray(9, 12)], [255, 255, 0]);
});

test('through a converter a parameter is a word, and a pixel too', () => {
  const [lcd, wires] = panel({ converter: true });
  draw(lcd, wires, [0x3a, 0, 0x55], [0x2a, 0, 0, 0, 3, 0, 0, 0, 3], [0x2b, 0, 0, 0, 0, 0, 0, 0, 0], [0x2c, 0xff, 0xff]);
  assert.deepEqual(lcd.pixel(3, 0), [255, 255, 255]);
  draw(lcd, wires, [0x36, 1, 0], [0x2c, 0xff]);
  assert.deepEqual([...lcd.faults], ['a parameter above 255', 'half a word']);
});

test('a window outside of the memory, a pixel format and a reset are noticed', () => {
  const [lcd, wires] = panel({});
  draw(lcd, wires, [0x11], [0x29], [0x3a, 0x77], [0x2a, 0, 0, 0, 4], [0x2c]);
  assert.deepEqual([...lcd.faults], ['a pixel format of 7', 'a window outside of the memory']);
  output(wires.machine, 15, false);
  assert.equal(lcd.shows, false);
});

test('a PNG begins as one and has the size of its picture', () => {
  const png = encodePng(panel({})[0].picture());
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [4, 3]);
  assert.equal(png.readUInt32BE(29), crc32(png.subarray(12, 29)));
  assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
});

function say(part, ...bytes) {
  part.select();
  const answer = bytes.map((byte) => part.exchange(byte));
  part.deselect();
  return answer;
}

test('a flash writes only what is enabled, and only lets bits fall', () => {
  const { machine } = bench();
  const part = new NorFlash(machine, { size: 0x20000 });
  say(part, 0x02, 0, 1, 0xff, 0x12);
  assert.equal(part.memory[0x1ff], 0xff);
  say(part, 0x06);
  assert.equal(say(part, 0x05, 0)[1], 2);
  say(part, 0x02, 0, 1, 0xff, 0xf0, 0x0f);
  assert.equal(say(part, 0x05, 0)[1], 1, 'busy');
  pass(machine, 60);
  assert.deepEqual(say(part, 0x03, 0, 1, 0xff, 0, 0).slice(4), [0xf0, 0xff], 'wraps in its page');
  assert.equal(part.memory[0x100], 0x0f);
  say(part, 0x06);
  say(part, 0x20, 0, 1, 0);
  pass(machine, 60);
  assert.equal(part.memory[0x100], 0xff);
});
