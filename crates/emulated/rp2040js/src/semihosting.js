/** What firmware asks for by Arm's semihosting: to print, to look, to exit. */

const SYS_OPEN = 0x01;
const SYS_CLOSE = 0x02;
const SYS_WRITE0 = 0x04;
const SYS_EXIT = 0x18;
const SYS_EXIT_EXTENDED = 0x20;
/** The reason for an end by the program itself. */
const APPLICATION_EXIT = 0x20026;
const FAILED = 0xffffffff;

/**
 * Who does what is asked for.
 * @typedef {object} Host
 * @property {(bytes: number[]) => void} write
 * @property {(name: string) => boolean} isThere whether a file can be opened
 * @property {(status: number) => void} exit
 */

/**
 * @param {import('rp2040js').RP2040} chip
 * @param {number} operation
 * @param {number} argument its parameter, or the address of a block of them
 * @param {Host} host
 * @returns {number} the answer
 */
export function semihost(chip, operation, argument, host) {
  const word = (nth) => chip.readUint32(argument + 4 * nth);
  switch (operation) {
    case SYS_WRITE0:
      host.write(text(chip, argument));
      return 0;
    case SYS_OPEN:
      return host.isThere(String.fromCharCode(...text(chip, word(0)))) ? 1 : FAILED;
    case SYS_CLOSE:
      return 0;
    case SYS_EXIT:
      host.exit(argument === APPLICATION_EXIT ? 0 : 1);
      return 0;
    case SYS_EXIT_EXTENDED:
      host.exit(word(0) === APPLICATION_EXIT ? word(1) : 1);
      return 0;
    default:
      return FAILED;
  }
}

/** The bytes before the zero. */
function text(chip, address) {
  const bytes = [];
  for (let byte; (byte = chip.readUint8(address + bytes.length)) !== 0; ) bytes.push(byte);
  return bytes;
}
