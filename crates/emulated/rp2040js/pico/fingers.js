/** Fingers on the panels, and what the touch port must tell of them. */

import { readTrace, replayFt6x36, replayXpt2046 } from '../src/index.js';
import { demand, demandPassed, demandSame } from './verdict.js';

const TRACE = new URL('../../../../boards/models/traces/signature.csv', import.meta.url);
const EVENT = /\{touch,(down|move|up),(\d+),(\d+),(\d+),(\d+),(\d+)\}/g;
/** After the last row, what an event may take. */
const REST_US = 100_000;
const LIMIT = { limitUs: 120e6, wallMs: 300_000 };

/** The trace up to the lift of the `strokes`th stroke. */
export function strokes(count) {
  const rows = readTrace(TRACE);
  const lifts = rows.flatMap((row, nth) => (row.kind === 'up' ? [nth] : []));
  return rows.slice(0, lifts[count - 1] + 1);
}

/** For a panel that is upright, and hard enough for a plate to be sure. */
export function upright(rows) {
  return rows.map((row) => ({ ...row, x: row.y, y: row.x, pressure: Math.min(255, row.pressure + 100) }));
}

/** What a port must tell of a row. A lift has no pressure to speak of. */
function event({ kind, id, x, y, pressure }) {
  return [kind, id, x, y, kind === 'up' ? undefined : pressure];
}

/** Without rows that say nothing new: readings tell no difference then. */
function news(rows) {
  return rows.filter((row, nth) => nth === 0 || row.kind !== 'move' || `${event(row)}` !== `${event({ ...rows[nth - 1], kind: 'move' })}`);
}

/** What it told, with the time of the line that told it. */
function told(machine) {
  return machine.lines().flatMap(({ us, text }) =>
    [...text.matchAll(EVENT)].map(([, kind, ...rest]) => {
      const [id, x, y, pressure, at] = rest.map(Number);
      return { event: event({ kind, id, x, y, pressure }), at, us };
    }),
  );
}

/** Ends the firmware's waiting after the last row, and runs to its end. */
function finish(machine, times) {
  machine.at(times.at(-1) + REST_US, () => machine.files.add('last'));
  demandPassed(machine.run(LIMIT));
}

/** Compares all that was told with all that was done. */
function compare(machine, rows) {
  const events = told(machine);
  demandSame('events', events.map(({ event }) => event), rows.map(event));
  const backwards = events.findIndex(({ at }, nth) => nth > 0 && at < events[nth - 1].at);
  demand(backwards < 0, `event ${backwards} is earlier than the one before`);
  return events;
}

/** Plays rows to the panel's own controller; a lift has the place before it. */
export function onPanel(board, rows, speed) {
  const { machine, touch } = board;
  const times = replayXpt2046(machine, touch, { rows, speed, startUs: machine.us + 20_000 });
  finish(machine, times);
  const lifted = rows.map((row, nth) => (row.kind === 'up' ? { ...rows[nth - 1], kind: 'up' } : row));
  const events = compare(machine, news(lifted));
  return `${events.length} events of ${rows.length} rows`;
}

/**
 * Plays rows to the controller on wires, and measures how long an event takes.
 * @param {import('../src/index.js').Row[]} [heard] those that can be heard of
 */
export function onBench(board, rows, { speed = 1, heard = rows } = {}) {
  const { machine, bench, pins } = board;
  const times = replayFt6x36(machine, bench, { rows, speed, int: pins.bench.line, startUs: machine.us + 20_000 });
  finish(machine, times);
  const events = compare(machine, heard);
  // An event is stamped when its interrupt comes.
  const late = Math.max(...events.map(({ at }) => at - times.findLast((time) => time <= at + 1)));
  demand(late < 20, `an interrupt was ${late} us late`);
  const took = events.map(({ at, us }) => us - at).sort((a, b) => a - b);
  const middle = took[Math.floor(took.length / 2)].toFixed(0);
  return `${events.length} events of ${rows.length} rows, stamped within ${Math.max(1, Math.ceil(late))} us of the edge, printed ${middle} us after it`;
}
