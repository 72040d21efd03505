/**
 * The ports of the Pico with the ResTouch LCD inside AtomVM's own firmware,
 * worked by the Pico SDK's drivers, with models at all its pins.
 *
 * `ATOMVM_RP2_BOARD` is that firmware, built as docs/beside-atomvm.md says.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Board } from '../../../crates/emulated/rp2040js/pico/board.js';
import { comparePicture } from '../../../crates/emulated/rp2040js/pico/picture.js';
import { readBootrom, readImage } from '../../../crates/emulated/rp2040js/src/index.js';
import { pack } from '../../atomvm-rp2/emulated/avm.js';

const { ATOMVM_RP2_BOARD, ATOMVM_RP2_LIB, RP2040_BOOTROM } = process.env;
const HERE = dirname(fileURLToPath(import.meta.url));
const LIBRARY = join(HERE, '../../../crates/avm-port/erlang/src');
/** Where AtomVM's rp2 platform looks for its library and for the program. */
const [LIBRARY_AT, PROGRAM_AT] = [0x10100000, 0x10180000];
const END = /^AtomVM application terminated|^Aborted|\*\*\* PANIC/;
const LIMITS = { limitUs: 60e6, wallMs: 600_000 };
const FRAMES = 600;

const absent = ![ATOMVM_RP2_BOARD, ATOMVM_RP2_LIB, RP2040_BOOTROM].every((path) => path && existsSync(path));
const skip = absent && 'SKIPPED: set ATOMVM_RP2_BOARD (docs/beside-atomvm.md), ATOMVM_RP2_LIB and RP2040_BOOTROM (just test-rp2)';
if (skip) console.log(skip);

function program() {
  const out = mkdtempSync(join(tmpdir(), 'atomvm-board-'));
  const library = readdirSync(LIBRARY).filter((name) => name.endsWith('.erl'));
  execFileSync('erlc', ['-o', out, join(HERE, 'board_on_rp2.erl'), ...library.map((name) => join(LIBRARY, name))]);
  const others = readdirSync(out).filter((name) => name !== 'board_on_rp2.beam');
  return pack(['board_on_rp2.beam', ...others].map((name) => join(out, name)));
}

function boot() {
  const parts = [...readImage(ATOMVM_RP2_BOARD), ...readImage(ATOMVM_RP2_LIB, LIBRARY_AT - 0x10000000)];
  const image = [...parts, { address: PROGRAM_AT, bytes: program() }];
  return new Board({ image, bootrom: readBootrom(RP2040_BOOTROM) });
}

test('every part of the board works through AtomVM', { skip }, () => {
  const board = boot();
  const { machine } = board;
  machine.run({ ...LIMITS, until: /^drawn|\*\*\* PANIC/ });
  comparePicture(board.lcd.picture(), [[0, 0, 320, 480, 0xff0000], [10, 20, 40, 60, 0x00ff00]]);
  machine.run({ ...LIMITS, until: /^ready|\*\*\* PANIC/ });
  machine.after(60_000, () => board.touch.press({ x: 100, y: 200, pressure: 150 }));
  machine.after(180_000, () => board.touch.lift());
  machine.run({ ...LIMITS, until: END });
  const said = machine.lines().map(({ text }) => text);
  const ours = said.filter((line) => /^(flash|while|lsb|drawn|ready|touch|drained|again)/.test(line));
  assert.deepEqual(ours, [
    'flash [239,64,21]',
    'while open {error,busy}',
    'lsb_first {error,{bad_option,bit_order,lsb_first}}',
    'drawn',
    'ready',
    'touch {down,0,100,200}',
    'touch {up,0,100,200}',
    'drained',
    ...[5, 4, 3, 2, 1].map((left) => `again ${left}`),
  ], said.join('\n'));
  assert.deepEqual(board.faults, []);
  heard(board);
});

/** Each frame once and in order, at the rate that was asked for. */
function heard({ ear }) {
  const first = ear.frames.findIndex(([left]) => left !== 0);
  const frames = ear.frames.slice(first, first + FRAMES);
  // On the wires a sample has 32 bits.
  const played = Array.from({ length: FRAMES }, (_, nth) => [(nth + 1) * 65536, (1001 + nth) * 65536]);
  assert.deepEqual(frames, played);
  const rate = ear.rate(first, first + FRAMES);
  assert.ok(Math.abs(rate / 16000 - 1) < 0.001, `${rate} frames in a second`);
}
