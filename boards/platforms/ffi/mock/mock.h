/* What the mock's files share. */

#ifndef MOCK_H
#define MOCK_H

#include "../shims/slot.h"

#include <pthread.h>
#include <stdatomic.h>

enum { ADDRESSES = 128, PINS = 256, LOG = 4096, LIVE = 64, HALF = 64 };
enum kind { I2C = 1, SPI, EDGE, TICKER, PWM, SAMPLES };

/* What interrupts is in a slot of the shims' and stays where it is; what does
 * not is freed when it is closed, so that a later use of it is seen. */
struct common {
    struct avm_board_slot slot;
    enum kind kind;
    uint16_t pin;
    uint32_t edges;
    avm_board_handler handler;
    avm_board_feed feed;
    void *context;
    bool selected;
    bool configured;
    uint8_t half[HALF];
};

struct avm_board_i2c { struct common c; };
struct avm_board_spi { struct common c; };
struct avm_board_edge { struct common c; };
struct avm_board_ticker { struct common c; };
struct avm_board_pwm { struct common c; };
struct avm_board_samples { struct common c; };

/* What is open, and what of it can interrupt. */
extern struct common *live[LIVE];
extern struct common slots[LIVE];
extern atomic_uint calls, violations, recoveries, timeout_us, transfers;
extern uint32_t fail_call, holds;
extern int32_t fail_status;
extern bool forgets_to_wait;
extern bool there[ADDRESSES];
extern uint8_t registers[ADDRESSES][256];
extern int spi_log[LOG];
extern size_t spi_count;
extern uint32_t spi_hz, spi_style;
/* Of each pin -1 where it was left, else its level, or its pulses' width. */
extern int pins[PINS], duties[PINS];

/* Counts what is done against the rules. */
void expect(bool rule);
/* Every call that can fail passes here once. */
int32_t passes(void);
bool is_open(const void *handle, enum kind kind);
/* Something that is freed when it is closed. */
struct common *make(enum kind kind);

/* Something that interrupts. */
struct wanted {
    struct common *slot;
    enum kind kind;
    uint16_t pin;
    uint32_t edges;
    avm_board_handler handler;
    avm_board_feed feed;
    void *context;
};
/* In an open slot, or, of samples, in one that is opened by their start. */
struct common *interrupting(struct wanted wanted);
void unmake(void *handle, enum kind kind);

#endif
