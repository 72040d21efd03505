/**
 * The ports of this package in the firmware of AtomVM, on an emulated RP2040.
 *
 * ATOMVM_RP2 names the firmware: what it is, and which ports it holds, is asked
 * of itself. Without it nothing is run, and that is said.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import {
  Ft6x36,
  I2cBus,
  NorFlash,
  SpiBus,
  parseTrace,
  readTrace,
  replayFt6x36,
} from '../../../crates/emulated/rp2040js/src/index.js';
import { boot, expected, finish, missing, transcript } from './firmware.js';

/** Of the Rust port, and of the port in C. */
const INT = 6;
const INT_OF_C = 7;
/** Where the port in C posts to the VM's queue for each edge. */
const FLOOD = 8;
const FLASH_CS = 17;
const TRACE = new URL('../../../boards/models/traces/signature.csv', import.meta.url).pathname;
/** How many times the panel is opened and closed. */
const ROUNDS = Number(process.env.ATOMVM_RP2_ROUNDS ?? 10_000);

const skip = missing();
if (skip) console.error(skip);

/** The board: a touch controller and a flash at the firmware's pins. */
function board(module, defines) {
  const machine = boot(module, defines);
  const bus = new I2cBus(machine, 0, { sda: 4, scl: 5 });
  const touch = new Ft6x36();
  bus.attach(Ft6x36.ADDRESS, touch);
  for (const pin of [INT, INT_OF_C]) machine.pin(pin).drive(true);
  const spi = new SpiBus(machine, 0);
  spi.attach(FLASH_CS, new NorFlash(machine));
  return { machine, bus, touch, spi };
}

/** Runs to the line with which the program is ready for what happens outside. */
function untilReady(machine, line = 'ready') {
  const ending = machine.run({ until: line, limitUs: 20e6, wallMs: 120_000 });
  assert.equal(ending.reason, 'found', machine.transcript());
}

/** What a program shows, by the names that it gives. */
function shown(lines) {
  return Object.fromEntries(transcript(lines).filter((line) => line.includes(' = ')).map((line) => line.split(' = ')));
}

/** The ports that were dropped, in order. */
function drops(lines) {
  return lines.map((line) => line.match(/^avm: (\w+) port dropped$/)?.[1]).filter((name) => name !== undefined);
}

before(() => {
  if (skip) return;
  const lines = finish(board('rp2_holds').machine);
  const said = shown(lines);
  const version = lines.find((line) => line.startsWith('version '))?.slice('version '.length);
  assert.match(version, /^0\.(6\.[6-9]|[7-9]\.)/, 'another AtomVM than these tests are for');
  for (const port of ['ping', 'counters', 'touch', 'spi', 'peer']) assert.equal(said[port], 'ok', `no port ${port}`);
  assert.equal(said.no_such_port, '{error,{no_driver,no_such_port}}');
  assert.equal(said.many, '{32,{error,{no_driver,ping}}}');
  console.log(`AtomVM ${version} with the ports ping, counters, touch, spi and, in C, peer`);
});

test('options and requests, good and bad, are answered', { skip }, () => {
  for (const module of ['touch_open', 'touch_malformed']) {
    assert.deepEqual(transcript(finish(board(module).machine)), expected(module));
  }
});

test('a chip that is not there is named', { skip }, () => {
  const { machine, bus } = board('rp2_holds');
  bus.detach(Ft6x36.ADDRESS);
  const said = shown(finish(machine));
  assert.equal(said.touch, '{error,{no_device,ft6x36,56}}');
  assert.equal(said.spi, 'ok');
});

test('every point of a trace arrives in order', { skip }, () => {
  // One finger a report: what both did at once comes one after the other.
  const rows = readTrace(TRACE).map((row) => (row.id === 0 ? row : { ...row, time_us: row.time_us + 3000 }));
  rows.sort((a, b) => a.time_us - b.time_us);
  const { machine, touch } = board('rp2_trace', { EVENTS: rows.length });
  untilReady(machine);
  replayFt6x36(machine, touch, { rows, int: INT, startUs: machine.us + 1000, speed: 2 });
  const lines = transcript(finish(machine));
  const wanted = rows.map(({ kind, id, x, y, pressure }) => [kind, id, x, y, pressure].join());
  assert.deepEqual(lines.filter((line) => /^(down|move|up),/.test(line)), wanted);
  assert.equal(shown(lines).stats, `{${rows.length},${rows.length},0,0}`);
});

test('a port is dropped whatever ends it', { skip }, () => {
  const lines = finish(board('touch_drop').machine);
  assert.deepEqual(transcript(lines), expected('touch_drop'));
  assert.equal(drops(lines).length, 18);
});

test('what is left is dropped at the end of the VM', { skip }, () => {
  const lines = finish(board('rp2_end').machine);
  assert.equal(shown(lines).alive, '{true,{1,1,0}}');
  assert.deepEqual(drops(lines).sort(), ['spi', 'touch']);
});

test('resources are counted, and dropped once', { skip }, () => {
  const said = shown(finish(board('rp2_counters').machine));
  assert.deepEqual(said, {
    next: '[0,1,2]',
    no_counter: '{error,bad_resource}',
    other_process: '3',
    same: '4',
    counts: '{1,1,0}',
    many: '{201,1,200}',
    outlives_its_port: '5',
    close: 'ok',
  });
});

test('NIFs are called, and have the resources of ports', { skip }, () => {
  const lines = finish(board('rp2_nifs').machine);
  const parts = ['numbers', 'bytes', 'terms', 'exceptions', 'wrong', 'kept', 'deep', 'resources', 'shared', 'done'];
  assert.deepEqual(lines.filter((line) => parts.includes(line)), parts, lines.join('\n'));
  assert.deepEqual(shown(lines), {
    both: '[0,1,2,3,4,5]',
    close: 'ok',
    outlives_its_port: '6',
    no_display: '{error,badarg}',
    no_nif: '{error,undef}',
  });
});

test('a flash is programmed and read back', { skip }, () => {
  const { machine, spi } = board('rp2_spi');
  assert.deepEqual(shown(finish(machine)), {
    no_clock: '{error,{bad_option,clock_hz,0}}',
    no_mode: '{error,{bad_option,mode,4}}',
    no_option: '{error,{bad_option,cs,1}}',
    least_first: '{error,{bad_option,bit_order,lsb_first}}',
    second: '{error,busy}',
    id: '[239,64,21]',
    programmed: 'true',
    too_long: '{error,{too_long,100000,1024}}',
    close: 'ok',
    closed: '{error,closed}',
  });
  assert.deepEqual([...spi.faults], []);
});

test("a bell that finds the VM's queue full is rung again", { skip }, () => {
  const { machine, touch } = board('rp2_full');
  const other = machine.pin(FLOOD);
  other.drive(true);
  untilReady(machine);
  const at = machine.us + 5000;
  for (let edge = 0; edge < 40; edge++) machine.at(at + edge * 3, () => other.pulseLow(1));
  const rows = parseTrace('time_us,kind,id,x,y,pressure\n0,down,0,12,34,50\n');
  replayFt6x36(machine, touch, { rows, int: INT, startUs: at + 40 * 3 });
  const lines = finish(machine);
  assert.ok(lines.some((line) => line.startsWith('Lost event from ISR')), 'the queue was never full');
  assert.deepEqual(shown(lines), { touch: 'arrived', rung_again: 'true' });
});

// Of newlib's malloc on 32 bits (MINSIZE in its mallocr.c). What differs by less is not a block that was
// left, but the end of a free one which was too small to be split off.
const SMALLEST_BLOCK = 16;

test('memory in use stays as it is', { skip }, () => {
  const { machine } = board('rp2_rounds', { ROUNDS });
  const lines = finish(machine, { limitUs: ROUNDS * 20e3 + 10e6, wallMs: 3600_000 });
  const said = shown(lines);
  const [first, halfway, last] = said.in_use.match(/\d+/g).map(Number);
  console.log(`${said.rounds} rounds, ${first}, ${halfway} and ${last} bytes in use`);
  assert.equal(said.rounds, String(ROUNDS));
  for (const then of [halfway, last]) assert.ok(Math.abs(then - first) < SMALLEST_BLOCK);
});

test('what calls and interrupts take, against the same port in C', { skip }, () => {
  const { machine, touch } = board('rp2_bench');
  const points = Array.from({ length: 100 }, (_, nth) => `${nth * 10_000},${nth === 0 ? 'down' : 'move'},0,${nth},7,9\n`);
  const rows = parseTrace(`time_us,kind,id,x,y,pressure\n${points.join('')}`);
  for (const [label, int] of [['rust', INT], ['c', INT_OF_C]]) {
    untilReady(machine, `ready ${label}`);
    replayFt6x36(machine, touch, { rows, int, startUs: machine.us + 10_000 });
  }
  const said = shown(finish(machine));
  console.log(`port:call ${said.call_rust_ns} ns, in C ${said.call_c_ns} ns`);
  console.log(`interrupt to message, least, median and most us: ${said.rust}, in C ${said.c}`);
  const median = (text) => Number(text.match(/\d+/g)[1]);
  // Times of an emulator that repeat exactly; a margin for other builds of AtomVM.
  assert.ok(Number(said.call_rust_ns) < Number(said.call_c_ns) * 1.25, 'a call takes a quarter longer than in C');
  assert.ok(median(said.rust) < median(said.c) * 1.25, 'a point takes a quarter longer than in C');
});
