/** What was played, and what came out of the pins. */

import { demand, demandSame } from './verdict.js';

const PLAYED = /\{play_buffer, #\{data => <<([\d,]+)>>\}\}: ok/;
const OPENED = /^open audio #\{([^}]*)\}$/;

/** What the firmware said that it played, as frames of two samples. */
function played(machine) {
  const texts = machine.lines().map(({ text }) => text);
  const [, options] = texts.map((text) => text.match(OPENED)).findLast((match) => match) ?? [];
  demand(options !== undefined, 'nothing was opened');
  const option = (name, value) => Number(options.match(new RegExp(`${name} => (\\d+)`))?.[1] ?? value);
  const [bits, rate] = [option('bit_depth', 16), option('sample_rate', 44100)];
  const bytes = texts.flatMap((text) => text.match(PLAYED)?.[1].split(',').map(Number) ?? []);
  const size = bits / 8;
  const sample = (at) => bytes.slice(at, at + size).reduceRight((value, byte) => value * 256 + byte, 0);
  const signed = (value) => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value);
  // Samples of more than 16 bits go out as 32, at the top.
  const wire = bits === 16 ? 16 : 32;
  const frames = [];
  for (let at = 0; at < bytes.length; at += 2 * size) {
    frames.push([at, at + size].map((place) => signed(sample(place)) * 2 ** (wire - bits)));
  }
  return { frames, rate, wire };
}

/**
 * Compares both: silence, every frame in order without a gap, silence.
 * @returns {string} what was heard
 */
export function whatWasHeard({ machine, ear, pins }) {
  const { frames, rate, wire } = played(machine);
  const isSilent = (frame) => frame[0] === 0 && frame[1] === 0;
  const first = ear.frames.findIndex((frame) => !isSilent(frame));
  demand(first >= 0, 'nothing was heard');
  demandSame('frames', ear.frames.slice(first, first + frames.length), frames);
  demand(ear.frames.slice(first + frames.length).every(isSilent), 'more was heard than was played');
  // Before it there was another way, of 16 bits, which was stopped anywhere.
  const odd = [...ear.lengths].filter(([bits]) => bits !== wire && bits !== 16);
  demand(odd.length <= 1 && odd.every(([, count]) => count === 1), `words of ${[...ear.lengths.keys()]} bits`);
  const heard = ear.rate(first, first + frames.length);
  demand(Math.abs(heard / rate - 1) < 0.001, `${heard} frames in a second, not ${rate}`);
  demand(machine.pin(pins.amplifier).driven !== true, 'the amplifier is on after the port was closed');
  demand(!machine.chip.pio[0].machines[0].enabled, 'the clocks run after the port was closed');
  return `${frames.length} frames of ${wire} bits, ${heard.toFixed(1)} in a second`;
}
