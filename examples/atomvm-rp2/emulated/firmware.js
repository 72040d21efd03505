/** The firmware under test: where it is, what it holds, and one run of it. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Machine, readBootrom, readImage } from '../../../crates/emulated/rp2040js/src/index.js';
import { pack } from './avm.js';

/** Where AtomVM's rp2 platform looks for its library and for the program. */
const LIBRARY_AT = 0x100000;
const PROGRAM_AT = 0x180000;
const FLASH = 0x10000000;

const HERE = dirname(fileURLToPath(import.meta.url));
const REPOSITORY = join(HERE, '../../..');
const NIFS = join(REPOSITORY, 'examples/nifs/erl');
/** Test programs, and what they stand on. */
const PROGRAMS = [join(HERE, '../erl'), join(REPOSITORY, 'examples/atomvm-ports/test')];
const LIBRARY = join(REPOSITORY, 'crates/avm-port/erlang/src');

const scratch = mkdtempSync(join(tmpdir(), 'atomvm-rp2-'));

/** What is missing, to be said loudly; nothing if all is there. */
export function missing() {
  const { ATOMVM_RP2, ATOMVM_RP2_LIB, RP2040_BOOTROM } = process.env;
  const wanted = [
    [ATOMVM_RP2, 'ATOMVM_RP2, the firmware of AtomVM for the RP2040 (elf or uf2), built as examples/atomvm-rp2/README.md says'],
    [ATOMVM_RP2_LIB, 'ATOMVM_RP2_LIB, the atomvmlib.avm of the same AtomVM'],
    [RP2040_BOOTROM, "RP2040_BOOTROM, the chip's bootrom, as 16 KiB or as a text with its words"],
  ];
  const absent = wanted.filter(([path]) => !path || !existsSync(path)).map(([, what]) => what);
  return absent.length > 0 ? `SKIPPED: set ${absent.join('; ')}` : undefined;
}

/** Compiles a module with all that it may call; each once. */
function compile(module, defines) {
  const out = join(scratch, `${module}-${Object.values(defines).join('-')}`.replace(/\W/g, '_'));
  if (existsSync(out)) return out;
  mkdirSync(out);
  const own = PROGRAMS.map((folder) => join(folder, `${module}.erl`)).find(existsSync);
  const helpers = ['script', 'any_term'].map((name) => join(PROGRAMS[1], `${name}.erl`));
  const library = readdirSync(LIBRARY).filter((name) => name.endsWith('.erl')).map((name) => join(LIBRARY, name));
  const macros = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
  const nifs = ['nif_run', 'example_nifs'].map((name) => join(NIFS, `${name}.erl`));
  execFileSync('erlc', ['-o', out, ...macros, own, ...helpers, ...nifs, ...library], { stdio: 'inherit' });
  return out;
}

/** The program as an archive, its own module first. */
function program(module, defines) {
  const out = compile(module, defines);
  const beams = readdirSync(out).filter((name) => name !== `${module}.beam`);
  return pack([`${module}.beam`, ...beams].map((name) => join(out, name)));
}

/**
 * What a machine is made of: the firmware, and a program in its flash.
 * @param {string} module of `erl/` here, or of the tests on unix
 * @param {Record<string, string|number>} [defines] macros for erlc
 * @param {string} [firmware] path of the firmware
 */
export function contents(module, defines = {}, firmware = process.env.ATOMVM_RP2) {
  return {
    image: [
      ...readImage(firmware),
      ...readImage(process.env.ATOMVM_RP2_LIB, LIBRARY_AT),
      { address: FLASH + PROGRAM_AT, bytes: program(module, defines) },
    ],
    bootrom: readBootrom(process.env.RP2040_BOOTROM),
  };
}

/**
 * A machine with the firmware and a program in its flash; see {@link contents}.
 * @returns {Machine}
 */
export function boot(module, defines) {
  return new Machine(contents(module, defines));
}

/** Ways in which a program ends, and the firmware with it. */
const END = /^AtomVM application terminated|^Aborted|\*\*\* PANIC/;

/**
 * Runs to the program's end.
 * @returns {string[]} the console from the program's start on
 */
export function finish(machine, { limitUs = 120e6, wallMs = 600_000 } = {}) {
  const ending = machine.run({ until: END, limitUs, wallMs });
  const lines = machine.lines().map(({ text }) => text);
  const begin = lines.findIndex((line) => line.startsWith('Found startup beam'));
  const said = lines.slice(begin + 1);
  if (ending.reason !== 'found' || !/return value: ok$|Return value: ok$/m.test(said.join('\n'))) {
    throw new Error(`${JSON.stringify(ending)}\n${lines.join('\n')}\n${machine.warnings.list.slice(0, 5).join('\n')}`);
  }
  return said;
}

/** The lines that the program has printed, without those of the VM and of the ports. */
export function transcript(lines) {
  const others = /^Starting .*---$|[Rr]eturn value: ok$|^AtomVM application terminated|^avm: |^Lost event from ISR/;
  let crash = false;
  return lines.filter((line) => {
    // What the VM says of a process that ends in an error.
    if (/^CRASH *$/.test(line)) crash = true;
    const said = !crash && !others.test(line);
    if (line.startsWith('**End Of Crash Report**')) crash = false;
    return said;
  });
}

/** What a program must print, as it stands beside it. */
export function expected(module) {
  const files = PROGRAMS.map((folder) => join(folder, `${basename(module)}.expected`));
  const text = readFileSync(files.find((file) => existsSync(file)), 'latin1');
  return text.trimEnd().split('\n');
}
