/** How a scenario says that something is not as it should be. */

/** Thrown by {@link demand}. */
export class Unexpected extends Error {}

/** Thrown by {@link demandPassed}. */
export class Ended extends Error {
  /** @param {import('../src/machine.js').Ending} ending */
  constructor(ending) {
    super(ending.reason);
    this.ending = ending;
  }
}

/**
 * What the firmware says of itself comes before what is seen from outside.
 * @param {import('../src/machine.js').Ending} ending
 */
export function demandPassed(ending) {
  if (ending.reason !== 'exit' || ending.detail !== 0) throw new Ended(ending);
}

/**
 * @param {unknown} condition
 * @param {string} sentence what is wrong if it does not hold
 */
export function demand(condition, sentence) {
  if (!condition) throw new Unexpected(sentence);
}

/**
 * Both lists, element by element, as text.
 * @param {string} what
 * @param {unknown[]} found
 * @param {unknown[]} expected
 */
export function demandSame(what, found, expected) {
  const texts = [found, expected].map((list) => list.map((element) => JSON.stringify(element)));
  const at = texts[1].findIndex((text, nth) => text !== texts[0][nth]);
  demand(at < 0, `${what} ${at}: ${texts[0][at]}, not ${texts[1][at]}`);
  demand(found.length === expected.length, `${found.length} of ${what}, not ${expected.length}`);
}
