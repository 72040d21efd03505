/** Recorded touches: what fingers do, row by row. */

import { readFileSync } from 'node:fs';

const HEADER = 'time_us,kind,id,x,y,pressure';
const KINDS = ['down', 'move', 'up'];

/**
 * A row of a trace.
 * @typedef {object} Row
 * @property {number} time_us
 * @property {'down'|'move'|'up'} kind
 * @property {number} id
 * @property {number} x
 * @property {number} y
 * @property {number} pressure
 */

/**
 * Reads a trace, such as `boards/sim/traces/signature.csv`.
 * @param {string|URL} path
 * @returns {Row[]}
 */
export function readTrace(path) {
  return parseTrace(readFileSync(path, 'utf8'));
}

/**
 * As {@link readTrace}, from text.
 * @param {string} text
 * @returns {Row[]}
 */
export function parseTrace(text) {
  const [header, ...lines] = text.trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`line 1: the header is not ${HEADER}`);
  return lines.map((line, nth) => row(line, nth + 2));
}

function row(line, number) {
  const [time, kind, ...rest] = line.split(',');
  const [time_us, id, x, y, pressure, more] = [time, ...rest].map((field) => (/^\d+$/.test(field) ? Number(field) : NaN));
  const numbers = [time_us, id, x, y, pressure];
  if (!KINDS.includes(kind) || more !== undefined || numbers.some((value) => !(value >= 0))) {
    throw new Error(`line ${number}: no row of a trace`);
  }
  return { time_us, kind, id, x, y, pressure };
}
