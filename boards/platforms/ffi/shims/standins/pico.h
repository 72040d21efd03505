/* Stands in for the Pico SDK's headers where those are not. */

#ifndef STANDIN_PICO_H
#define STANDIN_PICO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned int uint;
typedef volatile uint32_t io_rw_32;

#define NUM_BANK0_GPIOS 30
#define NUM_PWM_SLICES 8
#define PICO_ERROR_TIMEOUT (-1)
#define __not_in_flash_func(name) name

/* hardware_sync, pico_sync */
typedef volatile uint32_t spin_lock_t;
typedef struct
{
    int owner;
} mutex_t;
#define PICO_SPINLOCK_ID_OS1 14
#define auto_init_mutex(name) static mutex_t name
uint32_t save_and_disable_interrupts(void);
void restore_interrupts(uint32_t status);
uint get_core_num(void);
spin_lock_t *spin_lock_instance(uint nth);
void spin_lock_unsafe_blocking(spin_lock_t *lock);
void spin_unlock_unsafe(spin_lock_t *lock);
void mutex_enter_blocking(mutex_t *mutex);
void mutex_exit(mutex_t *mutex);

/* hardware_timer, pico_time */
typedef int32_t alarm_id_t;
typedef int64_t (*alarm_callback_t)(alarm_id_t id, void *data);
uint64_t time_us_64(void);
void busy_wait_us(uint64_t us);
alarm_id_t add_alarm_in_us(uint64_t us, alarm_callback_t callback, void *data, bool if_past);
bool cancel_alarm(alarm_id_t id);

/* hardware_clocks */
enum clock_index
{
    clk_sys,
    clk_peri,
};
uint32_t clock_get_hz(enum clock_index clock);

/* hardware_irq */
typedef void (*irq_handler_t)(void);
enum
{
    DMA_IRQ_1 = 12,
    IO_IRQ_BANK0 = 13,
};
#define PICO_SHARED_IRQ_HANDLER_DEFAULT_ORDER_PRIORITY 0x80
void irq_add_shared_handler(uint irq, irq_handler_t handler, uint8_t priority);
void irq_set_enabled(uint irq, bool enabled);

/* hardware_gpio */
typedef enum
{
    GPIO_FUNC_SPI = 1,
    GPIO_FUNC_I2C = 3,
    GPIO_FUNC_PWM = 4,
    GPIO_FUNC_SIO = 5,
} gpio_function_t;
#define GPIO_OUT 1
#define GPIO_IN 0
#define GPIO_IRQ_EDGE_FALL 4u
#define GPIO_IRQ_EDGE_RISE 8u
void gpio_init(uint pin);
void gpio_deinit(uint pin);
void gpio_put(uint pin, bool value);
bool gpio_get(uint pin);
void gpio_set_dir(uint pin, bool out);
void gpio_set_function(uint pin, gpio_function_t function);
void gpio_pull_up(uint pin);
void gpio_pull_down(uint pin);
void gpio_disable_pulls(uint pin);
uint32_t gpio_get_irq_event_mask(uint pin);
void gpio_acknowledge_irq(uint pin, uint32_t events);
void gpio_add_raw_irq_handler_masked(uint32_t mask, irq_handler_t handler);
void gpio_remove_raw_irq_handler_masked(uint32_t mask, irq_handler_t handler);
struct standin_irq_ctrl
{
    io_rw_32 inte[4];
};
struct standin_iobank0
{
    struct standin_irq_ctrl proc0_irq_ctrl;
    struct standin_irq_ctrl proc1_irq_ctrl;
};
extern struct standin_iobank0 *iobank0_hw;
void hw_set_bits(io_rw_32 *address, uint32_t mask);
void hw_clear_bits(io_rw_32 *address, uint32_t mask);

/* hardware_i2c */
typedef struct i2c_inst i2c_inst_t;
extern i2c_inst_t *i2c0;
extern i2c_inst_t *i2c1;
uint i2c_init(i2c_inst_t *i2c, uint hz);
void i2c_deinit(i2c_inst_t *i2c);
int i2c_write_timeout_us(
    i2c_inst_t *i2c, uint8_t address, const uint8_t *bytes, size_t length, bool nostop, uint us);
int i2c_read_timeout_us(
    i2c_inst_t *i2c, uint8_t address, uint8_t *bytes, size_t length, bool nostop, uint us);

/* hardware_spi */
typedef struct spi_inst spi_inst_t;
typedef enum
{
    SPI_CPHA_0,
    SPI_CPHA_1,
} spi_cpha_t;
typedef enum
{
    SPI_CPOL_0,
    SPI_CPOL_1,
} spi_cpol_t;
typedef enum
{
    SPI_LSB_FIRST,
    SPI_MSB_FIRST,
} spi_order_t;
extern spi_inst_t *spi0;
extern spi_inst_t *spi1;
uint spi_init(spi_inst_t *spi, uint hz);
void spi_deinit(spi_inst_t *spi);
uint spi_set_baudrate(spi_inst_t *spi, uint hz);
void spi_set_format(
    spi_inst_t *spi, uint bits, spi_cpol_t polarity, spi_cpha_t phase, spi_order_t order);
int spi_write_read_blocking(spi_inst_t *spi, const uint8_t *out, uint8_t *in, size_t length);
int spi_write_blocking(spi_inst_t *spi, const uint8_t *out, size_t length);
int spi_read_blocking(spi_inst_t *spi, uint8_t repeated, uint8_t *in, size_t length);

/* hardware_pwm */
typedef struct
{
    uint32_t csr;
    uint32_t div;
    uint32_t top;
} pwm_config;
uint pwm_gpio_to_slice_num(uint pin);
pwm_config pwm_get_default_config(void);
void pwm_config_set_clkdiv_int(pwm_config *config, uint divider);
void pwm_config_set_wrap(pwm_config *config, uint16_t wrap);
void pwm_init(uint slice, pwm_config *config, bool start);
void pwm_set_gpio_level(uint pin, uint16_t level);
void pwm_set_enabled(uint slice, bool enabled);

/* hardware_pio */
typedef struct
{
    io_rw_32 fdebug;
    io_rw_32 txf[4];
} pio_hw_t;
typedef pio_hw_t *PIO;
typedef struct
{
    uint32_t words[4];
} pio_sm_config;
#define PIO_FDEBUG_TXSTALL_LSB 24u
static inline void tight_loop_contents(void) {}

struct pio_program
{
    const uint16_t *instructions;
    uint8_t length;
    int8_t origin;
};
enum pio_fifo_join
{
    PIO_FIFO_JOIN_TX = 1,
};
extern PIO pio0;
extern PIO pio1;
int pio_claim_unused_sm(PIO pio, bool required);
void pio_sm_unclaim(PIO pio, uint sm);
bool pio_can_add_program(PIO pio, const struct pio_program *program);
int pio_add_program(PIO pio, const struct pio_program *program);
void pio_remove_program(PIO pio, const struct pio_program *program, uint offset);
pio_sm_config pio_get_default_sm_config(void);
void sm_config_set_out_pins(pio_sm_config *config, uint base, uint count);
void sm_config_set_sideset(pio_sm_config *config, uint bits, bool optional, bool pindirs);
void sm_config_set_sideset_pins(pio_sm_config *config, uint base);
void sm_config_set_out_shift(pio_sm_config *config, bool right, bool autopull, uint threshold);
void sm_config_set_fifo_join(pio_sm_config *config, enum pio_fifo_join join);
void sm_config_set_wrap(pio_sm_config *config, uint target, uint wrap);
int pio_sm_init(PIO pio, uint sm, uint pc, const pio_sm_config *config);
void pio_sm_set_pins_with_mask(PIO pio, uint sm, uint32_t values, uint32_t mask);
void pio_sm_set_pindirs_with_mask(PIO pio, uint sm, uint32_t directions, uint32_t mask);
void pio_gpio_init(PIO pio, uint pin);
void pio_sm_set_clkdiv_int_frac(PIO pio, uint sm, uint16_t whole, uint8_t part);
void pio_sm_clear_fifos(PIO pio, uint sm);
void pio_sm_restart(PIO pio, uint sm);
void pio_sm_exec(PIO pio, uint sm, uint instruction);
void pio_sm_set_enabled(PIO pio, uint sm, bool enabled);
uint pio_encode_jmp(uint address);
uint pio_get_dreq(PIO pio, uint sm, bool is_tx);

/* hardware_dma */
typedef struct
{
    uint32_t ctrl;
} dma_channel_config;
int dma_claim_unused_channel(bool required);
void dma_channel_unclaim(uint channel);
dma_channel_config dma_channel_get_default_config(uint channel);
dma_channel_config dma_get_channel_config(uint channel);
void channel_config_set_dreq(dma_channel_config *config, uint dreq);
void channel_config_set_chain_to(dma_channel_config *config, uint channel);
void dma_channel_configure(uint channel, const dma_channel_config *config, volatile void *to,
    const volatile void *from, uint count, bool trigger);
void dma_channel_set_config(uint channel, const dma_channel_config *config, bool trigger);
void dma_channel_set_read_addr(uint channel, const volatile void *from, bool trigger);
void dma_channel_start(uint channel);
void dma_channel_abort(uint channel);
bool dma_channel_get_irq1_status(uint channel);
void dma_channel_acknowledge_irq1(uint channel);
void dma_channel_set_irq1_enabled(uint channel, bool enabled);

#endif
