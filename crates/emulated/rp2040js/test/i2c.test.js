/** The I2C bus with an FT6x36, seen from the controller's registers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Ft6x36, I2cBus, parseTrace, replayFt6x36 } from '../src/index.js';
import { idleMachine, pass } from './idle.js';

const I2C0 = 0x40044000;
const [CON, TAR, DATA, RAW, CLEAR_ABORT, ENABLE, SOURCE] = [0x00, 0x04, 0x10, 0x34, 0x54, 0x6c, 0x80];
const TX_EMPTY = 1 << 4;
const TX_ABRT = 1 << 6;
const STOP_DET = 1 << 9;
const STOP = 1 << 9;
const RESTART = 1 << 10;
const READ = 1 << 8;

function bench({ address = Ft6x36.ADDRESS } = {}) {
  const machine = idleMachine();
  const bus = new I2cBus(machine, 0, { sda: 4, scl: 5 });
  const part = new Ft6x36();
  bus.attach(address, part);
  const register = {
    write: (at, value) => machine.chip.writeUint32(I2C0 + at, value),
    read: (at) => machine.chip.readUint32(I2C0 + at),
  };
  register.write(CON, 0x100 | 0x40 | 0x20 | (2 << 1) | 1);
  register.write(TAR, Ft6x36.ADDRESS);
  register.write(ENABLE, 1);
  return { machine, bus, part, register };
}

function readBlock({ machine, register }, from, length) {
  register.write(DATA, from);
  for (let nth = 0; nth < length; nth++) {
    register.write(DATA, READ | (nth === 0 ? RESTART : 0) | (nth === length - 1 ? STOP : 0));
  }
  pass(machine, 1000);
  return Array.from({ length }, () => register.read(DATA) & 0xff);
}

test('the ids are read in one transaction, by the byte', () => {
  const { bus, ...rest } = bench();
  assert.deepEqual(readBlock({ bus, ...rest }, 0xa3, 6), [0x36, 0, 0, 0x10, 0, 0x11]);
  assert.deepEqual(bus.log, ['S38', 'wa3', 'S38+', 'r36', 'r00', 'r00', 'r10', 'r00', 'r11', 'P']);
});

test('a byte takes nine clocks', () => {
  const { machine, register } = bench();
  const nanos = ((6 + 13) * 9 * 1e9) / 125e6;
  register.write(DATA, 0xa3);
  assert.equal(register.read(RAW) & TX_EMPTY, 0);
  // A start of one clock, the address, the byte.
  pass(machine, ((1 / 9 + 2) * nanos) / 1000 - 0.1);
  assert.equal(register.read(RAW) & TX_EMPTY, 0);
  pass(machine, 0.2);
  assert.equal(register.read(RAW) & TX_EMPTY, TX_EMPTY);
});

test('an address that nobody has aborts, and the FIFO stays empty until that is cleared', () => {
  const { machine, bus, register } = bench({ address: 0x39 });
  register.write(DATA, 0xa3);
  pass(machine, 100);
  assert.equal(register.read(RAW) & (TX_ABRT | TX_EMPTY | STOP_DET), TX_ABRT | TX_EMPTY | STOP_DET);
  assert.equal(register.read(SOURCE) & 1, 1);
  register.write(DATA, 0xa4);
  pass(machine, 100);
  assert.deepEqual(bus.log, ['N38', 'P']);
  register.read(CLEAR_ABORT);
  register.write(DATA, 0xa4 | STOP);
  pass(machine, 100);
  assert.deepEqual(bus.log, ['N38', 'P', 'N38', 'P']);
});

test('while data is held low nothing moves, and then all of it does', () => {
  const { machine, bus, register } = bench();
  bus.hold();
  assert.equal(machine.pin(4).level, false);
  register.write(DATA, 0xa4 | STOP);
  pass(machine, 10_000);
  assert.deepEqual(bus.log, []);
  assert.equal(register.read(RAW) & (TX_EMPTY | TX_ABRT | STOP_DET), 0);
  bus.release();
  pass(machine, 100);
  assert.deepEqual(bus.log, ['S38', 'wa4', 'P']);
});

test('a reset ends a transaction that stands still', () => {
  const { machine, bus, register } = bench();
  register.write(DATA, 0xa3);
  register.write(DATA, READ | RESTART | STOP);
  pass(machine, 60);
  bus.hold();
  pass(machine, 1000);
  machine.chip.writeUint32(0x4000c000 + 0x2000, 1 << 3);
  machine.chip.writeUint32(0x4000c000 + 0x3000, 1 << 3);
  bus.release();
  pass(machine, 1000);
  assert.equal(register.read(RAW), 0);
  register.write(TAR, Ft6x36.ADDRESS);
  register.write(ENABLE, 1);
  assert.deepEqual(readBlock({ machine, register }, 0xa8, 1), [0x11]);
});

test('settings can be written, ids cannot', () => {
  const { part } = bench();
  for (const [register, value] of [[0xa4, 1], [0xa3, 0x99], [0x02, 7]]) {
    part.start(false);
    part.write(register);
    part.write(value);
  }
  assert.deepEqual([part.registers[0xa4], part.registers[0xa3], part.registers[0x02]], [1, 0x36, 0]);
  assert.equal(part.triggers, true);
});

const TRACE = parseTrace('time_us,kind,id,x,y,pressure\n0,down,1,291,69,80\n3000,move,1,292,70,81\n3000,up,1,292,70,0\n');

test('a report has the finger, and the one that is lifted is not counted', () => {
  const part = new Ft6x36();
  part.touch(TRACE[0]);
  assert.deepEqual([...part.registers.subarray(2, 9)], [1, 0x01, 0x23, 0x10, 0x45, 80, 0]);
  part.touch(TRACE[1]);
  assert.deepEqual([...part.registers.subarray(2, 8)], [1, 0x81, 0x24, 0x10, 0x46, 81]);
  part.touch(TRACE[2]);
  assert.deepEqual([...part.registers.subarray(2, 8)], [0, 0x41, 0x24, 0x10, 0x46, 0]);
});

test('the line falls once for each report, or is low while touched', () => {
  for (const [mode, falls] of [[1, 3], [0, 1]]) {
    const { machine, part } = bench();
    part.registers[0xa4] = mode;
    const levels = [];
    const gpio = machine.chip.gpio[6];
    const told = gpio.setInputValue.bind(gpio);
    gpio.setInputValue = (value) => (levels.push([machine.us, value]), told(value));
    replayFt6x36(machine, part, { rows: TRACE, int: 6, startUs: 100, speed: 2 });
    pass(machine, 9000);
    const times = levels.filter(([, level]) => !level).map(([us]) => us);
    assert.deepEqual(times, [100, 2100, 4100].slice(0, falls));
    assert.equal(levels.at(-1)[1], true);
  }
});
