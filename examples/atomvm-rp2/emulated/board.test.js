/**
 * A whole board beside AtomVM, on an emulated RP2040: the firmware that
 * docs/beside-atomvm.md makes of pico-restouch-lcd-3-5, by ATOMVM_RP2_BOARD.
 */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { Board } from '../../../crates/emulated/rp2040js/pico/board.js';
import { comparePicture } from '../../../crates/emulated/rp2040js/pico/picture.js';
import { contents, finish, missing, transcript } from './firmware.js';

const firmware = process.env.ATOMVM_RP2_BOARD;
const wanted = 'SKIPPED: set ATOMVM_RP2_BOARD, the firmware of docs/beside-atomvm.md with pico-restouch-lcd-3-5';
const skip = missing() ?? (firmware && existsSync(firmware) ? undefined : wanted);
if (skip) console.error(skip);

const FINGER = { x: 100, y: 200, pressure: 200 };
const FRAMES = 1024;

test('touch, panel, speaker and flash of a board', { skip }, () => {
  const board = new Board(contents('rp2_board', {}, firmware));
  const { machine } = board;
  assert.equal(machine.run({ until: 'ready', limitUs: 20e6, wallMs: 300_000 }).reason, 'found', machine.transcript());
  machine.after(5_000, () => board.touch.press(FINGER));
  machine.after(80_000, () => board.touch.lift());
  const said = Object.fromEntries(transcript(finish(machine)).map((line) => line.split(' = ')));

  assert.equal(said.config, '{{320,480},[0,77,255]}');
  assert.equal(said.second, '{error,busy}');
  const [x, y] = said.finger.match(/\d+/g).map(Number);
  const off = Math.hypot(x - FINGER.x, y - FINGER.y);
  assert.ok(off <= 4, `the finger was at ${FINGER.x}, ${FINGER.y}, not at ${x}, ${y}`);
  assert.equal(said.spi, '[239,64,21]');
  assert.equal(said.played, String(FRAMES));
  assert.equal(said.close, '[ok,ok,ok,ok]');
  comparePicture(board.lcd.picture(), [
    [0, 0, 320, 480, 0x102030],
    [40, 60, 140, 110, 0xf0c040],
  ]);
  const first = board.ear.frames.findIndex(([left]) => left !== 0);
  const sound = board.ear.frames.slice(first, first + FRAMES);
  // Sixteen bits at the top of the wire's thirty-two, one channel to both sides.
  const sample = (nth) => (nth + 1) * 2 ** 16;
  assert.deepEqual(sound, Array.from({ length: FRAMES }, (_, nth) => [sample(nth), sample(nth)]));
  assert.deepEqual(board.faults, []);
});
