/**
 * Firmware on an emulated RP2040, with models of the chips that boards carry.
 * The README beside this folder shows how the parts go together.
 */

export { I2cBus } from './i2c-bus.js';
export { I2sReceiver } from './i2s-receiver.js';
export { readBootrom, readImage } from './image.js';
export { Machine } from './machine.js';
export { Ft6x36 } from './models/ft6x36.js';
export { Lcd } from './models/lcd.js';
export { NorFlash } from './models/nor-flash.js';
export { Xpt2046 } from './models/xpt2046.js';
export { encodePng } from './png.js';
export { replayFt6x36, replayXpt2046 } from './replay.js';
export { SpiBus } from './spi-bus.js';
export { parseTrace, readTrace } from './trace.js';
