/* What a C runtime offers a board: buses, pins, interrupts, time. */

/*
 * The Rust side (src/sys.rs) calls these functions; a shim implements them
 * with the drivers of one platform (shims/). A test compares the two sides,
 * so neither can be changed alone.
 *
 * What a shim may rely on:
 * - A handle is used between its open and its close only, and is closed once.
 * - No pin, device or controller is opened twice: the Rust side keeps the list.
 * - Functions are called from the VM's tasks, on any core, never from an
 *   interrupt, but for: now_us, critical_enter and critical_leave.
 *
 * What a shim owes:
 * - Every call returns: what waits for hardware has a time-out.
 * - A failed open leaves nothing open, and does not write its `out`.
 * - Transfers on one bus from two tasks go one after the other.
 * - A handler, or a feed, is never called while an earlier call of it runs.
 *   After the close of its handle (a feed: after the stop) it does not run,
 *   on any core, and is not called again.
 */
#ifndef AVM_BOARD_H
#define AVM_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. A number that is not here is a driver's own. */
enum
{
    AVM_BOARD_OK = 0,
    /* I2C: nobody acknowledged the address. */
    AVM_BOARD_NACK_ADDRESS = 1,
    /* I2C: the device did not take a byte. */
    AVM_BOARD_NACK_DATA = 2,
    /* I2C: the driver does not say whether it was the address or a byte. */
    AVM_BOARD_NACK = 3,
    /* I2C: another master took the bus. */
    AVM_BOARD_ARBITRATION = 4,
    /* It took longer than was given. */
    AVM_BOARD_TIMEOUT = 5,
    /* I2C: a line is held low, and clocking did not free it. */
    AVM_BOARD_STUCK = 6,
    /* No memory, timer, channel or slot is left. */
    AVM_BOARD_NO_RESOURCES = 7,
    /* The processor has no such controller, or it is not in this firmware. */
    AVM_BOARD_NO_CONTROLLER = 8,
    /* The processor has no such pin, or not for this use. */
    AVM_BOARD_NO_PIN = 9,
    /* It cannot be set so. */
    AVM_BOARD_BAD_CLOCK = 10,
    AVM_BOARD_BAD_MODE = 11,
    AVM_BOARD_BAD_BIT_ORDER = 12,
    AVM_BOARD_BAD_RATE = 13,
    AVM_BOARD_BAD_DEPTH = 14,
    AVM_BOARD_BAD_CHANNELS = 15,
    /* Somebody else has it, such as a driver of the VM's. */
    AVM_BOARD_IN_USE = 16,
    /* I2C: the driver cannot do so long a write before a read. */
    AVM_BOARD_SEQUENCE = 17,
};

/* Stands where a part has no such pin. */
#define AVM_BOARD_NO_WIRE 0xFFFF

/* Pins are numbers; on STM32, 16 for each port from A on, and the pin's own. */

/* Wires of an I2C bus; its pull-ups are on the board. */
struct avm_board_i2c_wires
{
    /* Bits in a second. */
    uint32_t hz;
    /* The controller, as its maker counts them. */
    uint16_t controller;
    uint16_t sda;
    uint16_t scl;
    uint16_t reserved;
};

/* Wires of a device on an SPI bus, and how it is spoken to. */
struct avm_board_spi_wires
{
    /* Bits in a second, at most. */
    uint32_t hz;
    uint16_t controller;
    uint16_t sck;
    uint16_t mosi;
    /* Or AVM_BOARD_NO_WIRE. */
    uint16_t miso;
    /* Driven low from begin to end. */
    uint16_t cs;
    /* 0 to 3: twice the polarity, and the phase. */
    uint8_t mode;
    /* 1 for the least significant bit first, else 0. */
    uint8_t lsb_first;
};

/* Wires of a sample path. */
struct avm_board_i2s_wires
{
    uint16_t controller;
    /* 256 times the sample rate, or AVM_BOARD_NO_WIRE. */
    uint16_t mclk;
    uint16_t bclk;
    uint16_t ws;
    uint16_t dout;
};

/* Edges, to be added. */
#define AVM_BOARD_FALLING 1u
#define AVM_BOARD_RISING 2u

/* Things that are open. */
typedef struct avm_board_i2c avm_board_i2c;
typedef struct avm_board_spi avm_board_spi;
typedef struct avm_board_edge avm_board_edge;
typedef struct avm_board_ticker avm_board_ticker;
typedef struct avm_board_pwm avm_board_pwm;
typedef struct avm_board_samples avm_board_samples;

/* Called at interrupt level, with the time of the interrupt. */
typedef void (*avm_board_handler)(void *context, uint64_t now_us);

/* Called at interrupt level, to fill the half that was just played. */
typedef void (*avm_board_feed)(void *context, uint8_t *half, size_t length);

/* Microseconds since the start; never goes back. */
uint64_t avm_board_now_us(void);

/* Waits at least that long. */
void avm_board_delay_us(uint32_t us);

/*
 * Keeps interrupts and the other core out. May be nested: true comes back from
 * the outermost enter, and is given to the leave that belongs to it.
 */
bool avm_board_critical_enter(void);
void avm_board_critical_leave(bool outermost);

int32_t avm_board_i2c_open(const struct avm_board_i2c_wires *wires, avm_board_i2c **out);

/*
 * Writes, then reads, after a repeated start if there is both, in at most
 * `timeout_us`. With neither it asks whether a device answers at the address.
 */
int32_t avm_board_i2c_transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, uint32_t timeout_us);

/*
 * Frees a bus that a device holds: nothing where both lines are high, else nine
 * clocks and a stop. AVM_BOARD_STUCK if a line is low still.
 */
int32_t avm_board_i2c_recover(avm_board_i2c *bus);

void avm_board_i2c_close(avm_board_i2c *bus);

/* A device, not selected. The clock is the fastest that is not above `hz`. */
int32_t avm_board_spi_open(const struct avm_board_spi_wires *wires, avm_board_spi **out);

/* Has the bus to itself and selects the device, until the end. */
int32_t avm_board_spi_begin(avm_board_spi *device);

/*
 * Writes and reads `length` bytes at once, which may be the same memory. Without
 * `write` zeros go out, without `read` what comes in is dropped.
 */
int32_t avm_board_spi_transfer(
    avm_board_spi *device, const uint8_t *write, uint8_t *read, size_t length);

/* Ends what `begin` began, also after a failed transfer. */
int32_t avm_board_spi_end(avm_board_spi *device);

/* Leaves the device's select pin high. */
void avm_board_spi_close(avm_board_spi *device);

/* Drives a pin; it has the level before it is driven. */
int32_t avm_board_pin_output(uint16_t pin, bool high);

/*
 * Reads a pin, with the processor's own pull-up if it has one. May be called
 * again for a pin that is read, or whose edges interrupt, and changes nothing.
 */
int32_t avm_board_pin_input(uint16_t pin);

void avm_board_pin_write(uint16_t pin, bool high);
bool avm_board_pin_read(uint16_t pin);

/* Leaves the pin undriven, without pulls. */
void avm_board_pin_release(uint16_t pin);

/* Interrupts at edges of a pin that is an input. */
int32_t avm_board_edge_open(uint16_t pin, uint32_t edges, avm_board_handler handler, void *context,
    avm_board_edge **out);

void avm_board_edge_close(avm_board_edge *edge);

/* Interrupts every `period_us`, first after one period. */
int32_t avm_board_ticker_open(
    uint32_t period_us, avm_board_handler handler, void *context, avm_board_ticker **out);

void avm_board_ticker_close(avm_board_ticker *ticker);

/* Pulses, `hz` in a second, at first of no width. The widest is `max_duty`. */
int32_t avm_board_pwm_open(uint16_t pin, uint32_t hz, uint16_t *max_duty, avm_board_pwm **out);

int32_t avm_board_pwm_set(avm_board_pwm *pwm, uint16_t duty);

/* Leaves the pin low and undriven. */
void avm_board_pwm_close(avm_board_pwm *pwm);

/* A path of samples, stopped. */
int32_t avm_board_samples_open(const struct avm_board_i2s_wires *wires, avm_board_feed feed,
    void *context, avm_board_samples **out);

/*
 * While it is stopped: frames a second; 16, 24 or 32 bits, of two, three or
 * four bytes, little endian; one channel or two, the left one first.
 */
int32_t avm_board_samples_configure(
    avm_board_samples *samples, uint32_t rate_hz, uint8_t bits, uint8_t channels);

/* From silence. Harmless while it runs. */
int32_t avm_board_samples_start(avm_board_samples *samples);

/* Harmless while it is stopped. */
int32_t avm_board_samples_stop(avm_board_samples *samples);

/* Stops it too. */
void avm_board_samples_close(avm_board_samples *samples);

#ifdef __cplusplus
}
#endif

#endif
