/** Traces, played to touch controllers in emulated time. */

/** How long an FT6x36 holds its interrupt line low for a report. */
const PULSE_US = 100;
/** What is between two reports at least: two fingers of one moment are two. */
const GAP_US = 2000;

/**
 * Plays a trace to an FT6x36: a report for each row, and the interrupt line
 * falls as the part's mode says.
 *
 * @param {import('./machine.js').Machine} machine
 * @param {import('./models/ft6x36.js').Ft6x36} part
 * @param {object} options
 * @param {import('./trace.js').Row[]} options.rows
 * @param {number} options.int the pin of the interrupt line
 * @param {number} [options.startUs] the moment of the first row; now
 * @param {number} [options.speed] 2 plays it twice as fast
 * @returns {number[]} the moment of each row
 */
export function replayFt6x36(machine, part, { rows, int, startUs = machine.us, speed = 1 }) {
  const line = machine.pin(int);
  line.drive(true);
  return each(machine, rows, startUs, speed, (row) => {
    part.touch(row);
    if (part.triggers) line.pulseLow(PULSE_US);
    else line.drive(!part.touched);
  });
}

/**
 * Plays a trace to an XPT2046, one finger of it: from row to row the panel is
 * touched at the row's place.
 *
 * @param {import('./machine.js').Machine} machine
 * @param {import('./models/xpt2046.js').Xpt2046} part
 * @param {object} options
 * @param {import('./trace.js').Row[]} options.rows
 * @param {number} [options.startUs] the moment of the first row; now
 * @param {number} [options.speed] 2 plays it twice as fast
 * @param {number} [options.id] whose rows; 0
 * @returns {number[]} the moment of each row
 */
export function replayXpt2046(machine, part, { rows, startUs = machine.us, speed = 1, id = 0 }) {
  const finger = rows.filter((row) => row.id === id);
  return each(machine, finger, startUs, speed, (row) => (row.kind === 'up' ? part.lift() : part.press(row)));
}

function each(machine, rows, startUs, speed, act) {
  const first = rows.at(0)?.time_us ?? 0;
  let last = -Infinity;
  return rows.map((row) => {
    last = Math.max(startUs + (row.time_us - first) / speed, last + GAP_US);
    machine.at(last, () => act(row));
    return last;
  });
}
