/**
 * Runs one image of the board's firmware in one scenario.
 *
 *     node pico/run.js SCENARIO IMAGE [PICTURE]
 *
 * Prints the transcript, and what was measured. The exit status is the
 * firmware's if that is not 0, 1 if the run did not end by itself, and 3 if
 * what was seen from outside is not what it must be.
 */

import { Board } from './board.js';
import { SCENARIOS } from './scenarios.js';
import { Ended, Unexpected, demand } from './verdict.js';

const [name, image, out] = process.argv.slice(2);
const scenario = SCENARIOS[name];
if (!scenario || !image) {
  console.error(`usage: node run.js (${Object.keys(SCENARIOS).join(' | ')}) IMAGE [PICTURE]`);
  process.exit(2);
}

const board = new Board(image, scenario.without, scenario.cores);
const began = Date.now();
const status = judge();
const took = `${(board.machine.us / 1e6).toFixed(3)} s emulated, ${((Date.now() - began) / 1000).toFixed(1)} s`;
console.log(`${name}: ${status === 0 ? 'passed' : `failed with ${status}`}, ${took}`);
process.exit(status);

function judge() {
  try {
    const says = scenario.run(board, { out });
    demand(board.faults.length === 0, board.faults.join('; '));
    print();
    if (says) console.log(says);
    return 0;
  } catch (error) {
    print();
    return reason(error);
  }
}

/** Says why it failed; the status. */
function reason(error) {
  if (error instanceof Unexpected) {
    console.log(`unexpected: ${error.message}`);
    return 3;
  }
  if (!(error instanceof Ended)) throw error;
  const { reason, detail } = error.ending;
  if (reason === 'exit') return detail;
  console.log(`${reason}${detail === undefined ? '' : `: ${detail}`}`);
  return 1;
}

/** The transcript, without the lines that are long or many. */
function print() {
  const lines = board.machine.lines().filter(({ text }) => !text.startsWith('{touch,'));
  for (const { us, text } of lines) console.log(`${(us / 1000).toFixed(3).padStart(12)} ${text.slice(0, 120)}`);
}
