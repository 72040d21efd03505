/**
 * Packs compiled modules as AtomVM wants them in flash: an archive that begins
 * as a script does, and a section for each module, with its literals unpacked.
 * The format is that of AtomVM's own packbeam (tools/packbeam, libAtomVM/avmpack.h).
 */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inflateSync } from 'node:zlib';

const MAGIC = Buffer.from('#!/usr/bin/env AtomVM\n\0\0', 'latin1');
const START = 1;
const CODE = 2;
/** What AtomVM reads of a module, but its literals. */
const KEPT = ['AtU8', 'Code', 'ExpT', 'LocT', 'ImpT', 'LitU', 'FunT', 'StrT'];

/**
 * @param {string[]} beams paths; the first is the module to start
 * @returns {Buffer}
 */
export function pack(beams) {
  const sections = beams.map((path, nth) => section(basename(path), CODE | (nth === 0 ? START : 0), module(readFileSync(path))));
  return Buffer.concat([MAGIC, ...sections, section('end', 0)]);
}

/** The last section has no data, and says that its length is 0. */
function section(name, flags, data) {
  const header = Buffer.alloc(12);
  const title = padded(Buffer.from(`${name}\0`, 'latin1'));
  if (data) header.writeUInt32BE(header.length + title.length + data.length, 0);
  header.writeUInt32BE(flags, 4);
  return Buffer.concat(data ? [header, title, data] : [header, title]);
}

function module(beam) {
  const chunks = chunksOf(beam);
  const kept = KEPT.filter((id) => chunks.has(id)).map((id) => chunk(id, chunks.get(id)));
  const literals = chunks.get('LitT');
  // Four bytes say how long they are unpacked; 0 where they are not packed (OTP 28).
  if (literals) kept.push(chunk('LitU', literals.readUInt32BE(0) === 0 ? literals.subarray(4) : inflateSync(literals.subarray(4))));
  return form(Buffer.concat([Buffer.from('BEAM'), ...kept]));
}

/** The length of the whole is counted with its own header, as packbeam does. */
function form(body) {
  const header = Buffer.from('FOR1\0\0\0\0', 'latin1');
  header.writeUInt32BE(header.length + body.length, 4);
  return Buffer.concat([header, body]);
}

function chunk(id, data) {
  const header = Buffer.from(`${id}\0\0\0\0`, 'latin1');
  header.writeUInt32BE(data.length, 4);
  return padded(Buffer.concat([header, data]));
}

function chunksOf(beam) {
  if (beam.toString('latin1', 0, 4) !== 'FOR1') throw new Error('no module that erlc has written');
  const chunks = new Map();
  for (let at = 12; at + 8 <= beam.length; ) {
    const length = beam.readUInt32BE(at + 4);
    chunks.set(beam.toString('latin1', at, at + 4), beam.subarray(at + 8, at + 8 + length));
    at += 8 + ((length + 3) & ~3);
  }
  return chunks;
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
