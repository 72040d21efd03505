/** A Pico on a Pico-ResTouch-LCD-3.5, with the parts that its crate names. */

import { Ft6x36, I2cBus, I2sReceiver, Lcd, Machine, NorFlash, SpiBus, Xpt2046, readImage } from '../src/index.js';

/** Pins, as `boards/pico-restouch-lcd-3-5` has them. */
const PINS = {
  lcd: { cs: 9, dc: 8, reset: 15, backlight: 13, miso: 12 },
  touch: { cs: 16, line: 17 },
  sd: 22,
  flash: { cs: 6, miso: 4 },
  i2s: { bclk: 26, ws: 27, dout: 28 },
  amplifier: 7,
  /** Wires to an FT6x36 that the module has not. */
  bench: { sda: 18, scl: 19, line: 20 },
};

/** What is converted at the edges of the glass. */
const PLATES = { x: [3800, 300], y: [3900, 250], size: [320, 480] };

/** A card that is never meant to be selected. */
class Card {
  selected = 0;

  select() {
    this.selected++;
  }

  exchange() {
    return 0xff;
  }
}

/** The board, with its machine. */
export class Board {
  /**
   * @param {string|object} image path of the firmware, or what a machine is made of
   * @param {object} [without] parts that are not there
   * @param {boolean} [without.touch]
   * @param {boolean} [without.flash]
   * @param {boolean} [without.bench]
   * @param {number} [without.cipher] another identification of the FT6x36
   * @param {number[]} [without.jedec] another identification of the flash
   * @param {number} [cores] 1 or 2
   */
  constructor(image, without = {}, cores = 1) {
    const of = typeof image === 'string' ? { image: readImage(image), cores } : image;
    const machine = (this.machine = new Machine(of));
    const { lcd, touch, flash, bench } = PINS;
    this.pins = PINS;
    this.spi = [new SpiBus(machine, 0, { miso: flash.miso }), new SpiBus(machine, 1, { miso: lcd.miso })];
    this.i2c = new I2cBus(machine, 1, bench);
    this.lcd = new Lcd({
      width: 320,
      height: 480,
      dc: machine.pin(lcd.dc),
      reset: machine.pin(lcd.reset),
      converter: true,
      glass: { mirrored: true, bgr: true, inverted: true },
      maxHz: 31.25e6,
    });
    this.card = new Card();
    this.touch = new Xpt2046(PLATES, machine.pin(touch.line));
    this.flash = new NorFlash(machine, { jedec: without.jedec, busyUs: 3000 });
    this.bench = new Ft6x36({ cipher: without.cipher });
    this.ear = new I2sReceiver(machine, PINS.i2s);
    this.spi[1].attach(lcd.cs, this.lcd);
    this.spi[1].attach(PINS.sd, this.card);
    if (!without.touch) this.spi[1].attach(touch.cs, this.touch);
    if (!without.flash) this.spi[0].attach(flash.cs, this.flash);
    if (!without.bench) this.i2c.attach(Ft6x36.ADDRESS, this.bench);
  }

  /** What no part could have understood, as sentences. */
  get faults() {
    const card = this.card.selected ? ['the card was selected'] : [];
    return [...this.spi.flatMap((bus) => [...bus.faults]), ...this.lcd.faults, ...card];
  }
}
