/** What happens to the board while its firmware runs, and what must come of it. */

import { writeFileSync } from 'node:fs';

import { encodePng } from '../src/index.js';
import { onBench, onPanel, strokes, upright } from './fingers.js';
import { comparePicture, drawn } from './picture.js';
import { whatWasHeard } from './samples.js';
import { demand, demandPassed } from './verdict.js';

const LIMIT = { limitUs: 60e6, wallMs: 300_000 };

/** The firmware says that it is so far. */
function reach(board, line) {
  const ending = board.machine.run({ ...LIMIT, until: line });
  if (ending.reason === 'found') return;
  demandPassed(ending);
  demand(false, `the firmware ended before it said ${line}`);
}

function toTheEnd(board) {
  demandPassed(board.machine.run(LIMIT));
}

/** Slow enough for a reading of each row, every 10 ms. */
const SLOWLY = 0.25;

/** The first rows of the trace, and a lift. */
function begun(count) {
  const rows = strokes(1).slice(0, count);
  return [...rows, { ...rows.at(-1), kind: 'up', time_us: rows.at(-1).time_us + 6000 }];
}

function touch(board) {
  reach(board, /^ready$/);
  return onPanel(board, upright(strokes(1)), SLOWLY);
}

/** The line falls 5000 times in 100 ms, or as often as told, without a finger. */
function storm(board, falls = 5000) {
  reach(board, /^ready$/);
  const line = board.machine.pin(board.pins.touch.line);
  const begin = board.machine.us + 1000;
  for (let nth = 0; nth < 2 * falls; nth++) board.machine.at(begin + nth * 10, () => line.drive(nth % 2 === 1));
  board.machine.run({ limitUs: 200_000 });
  const before = board.touch.conversions;
  const result = onPanel(board, upright(begun(20)), SLOWLY);
  // What comes while the panel is followed says nothing, and is not counted: that is nearly all of
  // a storm, and what is left, tens, changes with each microsecond that the firmware takes elsewhere.
  const count = (name) => Number(board.machine.transcript().match(new RegExp(`${name} => (\\d+)`))?.[1]);
  const [throttled, missed] = [count('throttled'), count('missed')];
  demand(throttled + missed > 10, `${throttled} edges throttled, ${missed} missed`);
  // Fifteen conversions a reading; a burst, and a thousand readings a second.
  demand(before / 15 < 200, `${before} conversions in a storm`);
  return `${result}; of ${falls} edges ${throttled} throttled, ${missed} missed, ${before / 15} readings`;
}

/** The line is low for a second, without a finger. */
function stuck(board, low = true) {
  if (low) board.touch.stick(false);
  reach(board, /^ready$/);
  board.machine.run({ limitUs: 1e6 });
  const readings = board.touch.conversions / 15;
  board.touch.stick(undefined);
  const result = onPanel(board, upright(begun(20)), SLOWLY);
  const [, times] = board.machine.transcript().match(/stuck => (\d+)/) ?? [];
  demand(Number(times) > 0, 'a line that is stuck was not noticed');
  demand(readings < 30, `${readings} readings of a line that is stuck`);
  return `${readings} readings of a line that was stuck for a second; ${result}`;
}

function bench(board) {
  reach(board, /^ready$/);
  return onBench(board, strokes(4));
}

/** Nobody can be reached until the bus is let go. */
function held(board) {
  board.i2c.hold();
  reach(board, /^held$/);
  const took = board.machine.us;
  board.i2c.release();
  board.machine.files.add('free');
  reach(board, /^ready$/);
  const result = onBench(board, begun(40));
  return `three attempts on a bus held low ended at ${(took / 1000).toFixed(1)} ms; ${result}`;
}

/** In the middle of the tenth report the bus is held, for longer than its time-out, or not. */
function stalled(board, us = 80_000) {
  reach(board, /^ready$/);
  const { bench: part, i2c, machine } = board;
  const start = part.start.bind(part);
  let left = 10;
  part.start = (reading) => {
    if (reading && --left === 0 && us > 0) {
      machine.after(100, () => i2c.hold());
      machine.after(us, () => i2c.release());
    }
    return start(reading);
  };
  const rows = begun(40).map((row, nth) => ({ ...row, time_us: row.time_us + (nth >= 10 ? 100_000 : 0) }));
  const result = onBench(board, rows, { heard: rows.filter((_, nth) => us === 0 || nth !== 9) });
  const [, failed] = machine.transcript().match(/bus => (\d+)/) ?? [];
  demand(failed === '1', `${failed} readings failed on the bus`);
  return `one reading failed; ${result}`;
}

/** What the firmware draws: left, top, right, bottom, colour. */
const DRAWN = [
  [0, 0, 320, 480, 0x202020],
  [10, 20, 110, 70, 0xff0000],
  [300, 460, 400, 560, 0x00ff00],
  [0, 479, 320, 480, 0x0000ff],
];

function panel(board, { out } = {}) {
  reach(board, /^drawn$/);
  const picture = board.lcd.picture();
  if (out) writeFileSync(out, encodePng(picture));
  const compared = comparePicture(picture, DRAWN);
  demand(board.lcd.shows, 'the panel is dark');
  const light = duty(board, 5000);
  demand(Math.abs(light - 200 / 255) < 0.01, `the backlight is on ${light} of the time`);
  board.machine.files.add('seen');
  toTheEnd(board);
  demand(!board.lcd.shows, 'the panel shows after its port was closed');
  demand(duty(board, 0) === 0, 'the backlight is on after the port was closed');
  return `${compared}, backlight ${light.toFixed(3)}`;
}

/** How much of the time the backlight is on. */
function duty({ machine, pins }, us) {
  const pin = machine.pin(pins.lcd.backlight);
  if (us === 0) return pin.driven ? 1 : 0;
  const start = machine.us;
  let [on, since] = [0, start];
  let high = pin.driven === true;
  pin.onChange((level, at) => {
    if (high) on += at - since;
    [high, since] = [level === true, at];
  });
  machine.run({ limitUs: us });
  if (high) on += machine.us - since;
  return on / (machine.us - start);
}

function sound(board) {
  toTheEnd(board);
  return whatWasHeard(board);
}

/** Fingers, samples and rectangles at once, two of the parts on one bus. */
function together(board) {
  reach(board, /^ready$/);
  const result = onPanel(board, upright(begun(20)), SLOWLY);
  const rectangles = drawn(board.machine);
  const compared = comparePicture(board.lcd.picture(), rectangles);
  return `${result}; ${rectangles.length} rectangles, ${compared}; ${whatWasHeard(board)}`;
}

/** Both cores run; core 1 was launched, reset in the middle of a stream, and launched again. */
function cores(board) {
  toTheEnd(board);
  const { launches } = board.machine.second;
  demand(launches === 2, `core 1 was launched ${launches} times`);
  return board.machine.lines().at(-1)?.text;
}

/** By name: what is not there, and what is done; it says what was seen. */
export const SCENARIOS = {
  touch: { run: touch },
  touch_storm: { run: (board) => storm(board) },
  touch_stuck: { run: (board) => stuck(board) },
  touch_loose: { run: (board) => stuck(board, false) },
  touch_calm: { run: (board) => storm(board, 0) },
  touch_absent: { without: { touch: true }, run: panel },
  bench_touch: { run: bench },
  bench_absent: { without: { bench: true }, run: toTheEnd },
  bench_wrong: { without: { cipher: 0x99 }, run: toTheEnd },
  bench_held: { run: held },
  bench_stalled: { run: (board) => stalled(board) },
  bench_free: { run: (board) => stalled(board, 0) },
  panel: { run: panel },
  flash: { run: toTheEnd },
  flash_absent: { without: { flash: true }, run: toTheEnd },
  sound: { run: sound },
  together: { run: together },
  rounds: { run: toTheEnd },
  cores: { cores: 2, run: cores },
};
