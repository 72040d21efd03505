/* What the mock's files share. */

#ifndef MOCK_H
#define MOCK_H

#include "avm_board.h"

#include <pthread.h>
#include <stdatomic.h>

enum { ADDRESSES = 128, PINS = 256, LOG = 4096, LIVE = 64, HALF = 64 };
enum kind { I2C = 1, SPI, EDGE, TICKER, PWM, SAMPLES };

struct common {
    enum kind kind;
    uint16_t pin;
    uint32_t edges;
    avm_board_handler handler;
    avm_board_feed feed;
    void *context;
    bool running;
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

/* Held while a handler runs and while one is closed, as a processor masks. */
extern pthread_mutex_t interrupts;
extern struct common *live[LIVE];
extern atomic_uint calls, violations, recoveries, timeout_us, transfers;
extern uint32_t fail_call, holds;
extern int32_t fail_status;
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
/* With `interrupts` held. */
bool found(const void *handle, enum kind kind);
bool is_open(const void *handle, enum kind kind);
struct common *make(enum kind kind);
/* From now on the interrupts see it. */
void publish(struct common *made);
void unmake(void *handle, enum kind kind);

#endif
