/** What must be on the panel, and what is. */

import { demand } from './verdict.js';

const [WIDTH, HEIGHT] = [320, 480];

/** A rectangle: left, top, right, bottom, and `0xRRGGBB`. */
const FILLED = /^\{fill, #\{color => 16#([0-9A-F]{6})\}\}: ok$/;
const RECTANGLE = /^\{rect, #\{x => (\d+), y => (\d+), width => (\d+), height => (\d+), color => (\d+)\}\}: ok$/;

/** The rectangles that the firmware said it drew. */
export function drawn(machine) {
  return machine.lines().flatMap(({ text }) => {
    const [, color] = text.match(FILLED) ?? [];
    if (color) return [[0, 0, WIDTH, HEIGHT, parseInt(color, 16)]];
    const [, ...numbers] = text.match(RECTANGLE) ?? [];
    if (numbers.length === 0) return [];
    const [x, y, width, height, rgb] = numbers.map(Number);
    return [[x, y, x + width, y + height, rgb]];
  });
}

/** What a panel of 16 bits shows of a colour. */
function shown(rgb) {
  const [r, g, b] = [(rgb >> 16) & 0xf8, (rgb >> 8) & 0xfc, rgb & 0xf8];
  return [r | (r >> 5), g | (g >> 6), b | (b >> 5)];
}

/**
 * Compares every pixel.
 * @param {import('../src/png.js').Picture} picture
 * @param {number[][]} rectangles in the order in which they were drawn
 * @returns {string} what was compared
 */
export function comparePicture(picture, rectangles) {
  const expected = new Uint8Array(WIDTH * HEIGHT * 3);
  for (const [left, top, right, bottom, rgb] of rectangles) {
    const color = shown(rgb);
    for (let y = top; y < Math.min(bottom, HEIGHT); y++) {
      for (let x = left; x < Math.min(right, WIDTH); x++) expected.set(color, (y * WIDTH + x) * 3);
    }
  }
  const at = picture.rgb.findIndex((level, nth) => level !== expected[nth]);
  const [pixel, place] = [Math.floor(at / 3), (bytes) => [...bytes.subarray(at - (at % 3), at - (at % 3) + 3)]];
  demand(at < 0, `pixel ${pixel % WIDTH}, ${Math.floor(pixel / WIDTH)} is ${place(picture.rgb)}, not ${place(expected)}`);
  return `${WIDTH * HEIGHT} pixels`;
}
