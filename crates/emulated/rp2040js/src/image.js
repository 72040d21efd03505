/** Images of firmware, in the three forms that builds leave: elf, uf2 and bin. */

import { readFileSync } from 'node:fs';

/** Where flash is in the address space. */
export const FLASH = 0x10000000;
/** Bytes of the flash that is emulated. */
export const FLASH_BYTES = 16 * 1024 * 1024;
/** Where SRAM is in the address space. */
export const SRAM = 0x20000000;
/** Bytes of SRAM. */
export const SRAM_BYTES = 264 * 1024;

const ELF_MAGIC = 0x464c457f;
const PT_LOAD = 1;
const UF2_MAGIC = 0x0a324655;
const UF2_BLOCK = 512;
const UF2_NOT_MAIN_FLASH = 1;
/** Words of the RP2040's bootrom. */
const BOOTROM_WORDS = 4096;

/**
 * A part of an image, and where it goes.
 * @typedef {object} Segment
 * @property {number} address in the RP2040's address space
 * @property {Uint8Array} bytes
 */

/**
 * Reads an image. What is neither elf nor uf2 is taken as it is, for `offset`
 * in flash; the other two say themselves where they go.
 *
 * @param {string} path
 * @param {number} [offset] bytes from the start of flash
 * @returns {Segment[]}
 */
export function readImage(path, offset = 0) {
  return parseImage(readFileSync(path), offset);
}

/**
 * As {@link readImage}, from bytes.
 * @param {Uint8Array} bytes
 * @param {number} [offset]
 * @returns {Segment[]}
 */
export function parseImage(bytes, offset = 0) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length >= 4 ? view.getUint32(0, true) : 0;
  const segments =
    magic === ELF_MAGIC ? elf(view, bytes)
    : magic === UF2_MAGIC ? uf2(view, bytes)
    : [{ address: FLASH + offset, bytes }];
  if (segments.length === 0) throw new Error('the image has nothing to load');
  segments.forEach(check);
  return segments;
}

function elf(view, bytes) {
  const header = view.getUint32(28, true);
  const size = view.getUint16(42, true);
  const segments = [];
  for (let nth = 0; nth < view.getUint16(44, true); nth++) {
    const at = header + nth * size;
    const [type, from, , address, length] = [0, 4, 8, 12, 16].map((field) => view.getUint32(at + field, true));
    if (type === PT_LOAD && length > 0) segments.push({ address, bytes: bytes.subarray(from, from + length) });
  }
  return segments;
}

function uf2(view, bytes) {
  const segments = [];
  for (let at = 0; at + UF2_BLOCK <= bytes.length; at += UF2_BLOCK) {
    if (view.getUint32(at, true) !== UF2_MAGIC) throw new Error(`no uf2 block at ${at}`);
    if (view.getUint32(at + 8, true) & UF2_NOT_MAIN_FLASH) continue;
    const address = view.getUint32(at + 12, true);
    const length = view.getUint32(at + 16, true);
    segments.push({ address, bytes: bytes.subarray(at + 32, at + 32 + length) });
  }
  return segments;
}

function check({ address, bytes }) {
  const fits = (start, size) => address >= start && address + bytes.length <= start + size;
  if (!fits(FLASH, FLASH_BYTES) && !fits(SRAM, SRAM_BYTES)) {
    throw new Error(`a segment at 0x${address.toString(16)} is neither in flash nor in SRAM`);
  }
}

/**
 * Reads a bootrom: 16 KiB of binary, or a text that lists its 4096 words as
 * hexadecimal numbers, as sources of emulators carry it.
 *
 * @param {string} path
 * @returns {Uint32Array}
 */
export function readBootrom(path) {
  const bytes = readFileSync(path);
  if (bytes.length === BOOTROM_WORDS * 4) {
    return Uint32Array.from({ length: BOOTROM_WORDS }, (_, nth) => bytes.readUInt32LE(nth * 4));
  }
  const words = bytes.toString('latin1').match(/\b0x[0-9a-fA-F]{1,8}\b/g) ?? [];
  if (words.length !== BOOTROM_WORDS) throw new Error(`${path}: ${words.length} words, not ${BOOTROM_WORDS}`);
  return Uint32Array.from(words, Number);
}
