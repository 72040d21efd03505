/* Stands in for ESP-IDF's headers where those are not: prototypes only. */

#ifndef STANDIN_ESP_IDF_H
#define STANDIN_ESP_IDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* esp_err */
typedef int esp_err_t;
#define ESP_OK 0
#define ESP_ERR_NO_MEM 0x101
#define ESP_ERR_INVALID_ARG 0x102
#define ESP_ERR_INVALID_STATE 0x103
#define ESP_ERR_NOT_FOUND 0x105
#define ESP_ERR_NOT_SUPPORTED 0x106
#define ESP_ERR_TIMEOUT 0x107
#define ESP_ERR_INVALID_RESPONSE 0x108

/* FreeRTOS */
typedef uint32_t TickType_t;
typedef struct
{
    uint32_t owner;
} portMUX_TYPE;
#define portMUX_INITIALIZER_UNLOCKED { 0 }
#define portTICK_PERIOD_MS 10
#define portMAX_DELAY 0xFFFFFFFFu
void portENTER_CRITICAL_SAFE(portMUX_TYPE *lock);
void portEXIT_CRITICAL_SAFE(portMUX_TYPE *lock);
void vTaskDelay(TickType_t ticks);
typedef struct semaphore *SemaphoreHandle_t;
SemaphoreHandle_t xSemaphoreCreateMutex(void);
int xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t wait);
int xSemaphoreGive(SemaphoreHandle_t semaphore);
void vSemaphoreDelete(SemaphoreHandle_t semaphore);

/* esp_timer, esp_rom */
typedef struct esp_timer *esp_timer_handle_t;
typedef enum
{
    ESP_TIMER_TASK,
} esp_timer_dispatch_t;
typedef struct
{
    void (*callback)(void *arg);
    void *arg;
    esp_timer_dispatch_t dispatch_method;
    const char *name;
    bool skip_unhandled_events;
} esp_timer_create_args_t;
int64_t esp_timer_get_time(void);
esp_err_t esp_timer_create(const esp_timer_create_args_t *args, esp_timer_handle_t *out);
esp_err_t esp_timer_start_periodic(esp_timer_handle_t timer, uint64_t us);
esp_err_t esp_timer_stop(esp_timer_handle_t timer);
esp_err_t esp_timer_delete(esp_timer_handle_t timer);
void esp_rom_delay_us(uint32_t us);
void esp_rom_gpio_pad_select_gpio(uint32_t pin);

/* gpio */
typedef int gpio_num_t;
typedef enum
{
    GPIO_MODE_DISABLE,
    GPIO_MODE_INPUT,
    GPIO_MODE_INPUT_OUTPUT,
} gpio_mode_t;
typedef enum
{
    GPIO_PULLUP_ONLY,
    GPIO_PULLDOWN_ONLY,
    GPIO_FLOATING,
} gpio_pull_mode_t;
typedef enum
{
    GPIO_INTR_DISABLE,
    GPIO_INTR_POSEDGE,
    GPIO_INTR_NEGEDGE,
    GPIO_INTR_ANYEDGE,
} gpio_int_type_t;
#define GPIO_NUM_MAX 22
#define GPIO_IS_VALID_GPIO(pin) ((pin) < GPIO_NUM_MAX)
#define GPIO_IS_VALID_OUTPUT_GPIO(pin) ((pin) < GPIO_NUM_MAX)
esp_err_t gpio_set_level(gpio_num_t pin, uint32_t level);
int gpio_get_level(gpio_num_t pin);
esp_err_t gpio_set_direction(gpio_num_t pin, gpio_mode_t mode);
esp_err_t gpio_set_pull_mode(gpio_num_t pin, gpio_pull_mode_t pull);
esp_err_t gpio_set_intr_type(gpio_num_t pin, gpio_int_type_t type);
esp_err_t gpio_intr_disable(gpio_num_t pin);
esp_err_t gpio_install_isr_service(int flags);
esp_err_t gpio_isr_handler_add(gpio_num_t pin, void (*handler)(void *), void *arg);
esp_err_t gpio_isr_handler_remove(gpio_num_t pin);

/* i2c_master */
#define SOC_I2C_NUM 1
typedef struct i2c_master_bus_t *i2c_master_bus_handle_t;
typedef struct i2c_master_dev_t *i2c_master_dev_handle_t;
#define I2C_CLK_SRC_DEFAULT 0
#define I2C_ADDR_BIT_LEN_7 0
typedef struct
{
    int i2c_port;
    gpio_num_t sda_io_num;
    gpio_num_t scl_io_num;
    int clk_source;
    uint8_t glitch_ignore_cnt;
    struct
    {
        uint32_t enable_internal_pullup : 1;
    } flags;
} i2c_master_bus_config_t;
typedef struct
{
    int dev_addr_length;
    uint16_t device_address;
    uint32_t scl_speed_hz;
} i2c_device_config_t;
esp_err_t i2c_new_master_bus(const i2c_master_bus_config_t *config, i2c_master_bus_handle_t *out);
esp_err_t i2c_del_master_bus(i2c_master_bus_handle_t bus);
esp_err_t i2c_master_bus_add_device(
    i2c_master_bus_handle_t bus, const i2c_device_config_t *config, i2c_master_dev_handle_t *out);
esp_err_t i2c_master_bus_rm_device(i2c_master_dev_handle_t device);
esp_err_t i2c_master_bus_reset(i2c_master_bus_handle_t bus);
esp_err_t i2c_master_probe(i2c_master_bus_handle_t bus, uint16_t address, int ms);
esp_err_t i2c_master_transmit(
    i2c_master_dev_handle_t device, const uint8_t *write, size_t length, int ms);
esp_err_t i2c_master_receive(i2c_master_dev_handle_t device, uint8_t *read, size_t length, int ms);
esp_err_t i2c_master_transmit_receive(i2c_master_dev_handle_t device, const uint8_t *write,
    size_t write_length, uint8_t *read, size_t read_length, int ms);

/* spi_master */
#define SOC_SPI_PERIPH_NUM 2
#define SPI_DEVICE_BIT_LSBFIRST 3
#define SPI_DMA_CH_AUTO 3
typedef enum
{
    SPI1_HOST,
    SPI2_HOST,
} spi_host_device_t;
typedef struct spi_device_t *spi_device_handle_t;
typedef struct
{
    int mosi_io_num;
    int miso_io_num;
    int sclk_io_num;
    int quadwp_io_num;
    int quadhd_io_num;
    int max_transfer_sz;
} spi_bus_config_t;
typedef struct
{
    uint8_t mode;
    int clock_speed_hz;
    int spics_io_num;
    uint32_t flags;
    int queue_size;
} spi_device_interface_config_t;
typedef struct
{
    size_t length;
    const void *tx_buffer;
    void *rx_buffer;
} spi_transaction_t;
esp_err_t spi_bus_initialize(spi_host_device_t host, const spi_bus_config_t *config, int dma);
esp_err_t spi_bus_free(spi_host_device_t host);
esp_err_t spi_bus_add_device(spi_host_device_t host, const spi_device_interface_config_t *config,
    spi_device_handle_t *out);
esp_err_t spi_bus_remove_device(spi_device_handle_t device);
esp_err_t spi_device_acquire_bus(spi_device_handle_t device, TickType_t wait);
void spi_device_release_bus(spi_device_handle_t device);
esp_err_t spi_device_polling_transmit(spi_device_handle_t device, spi_transaction_t *transaction);

/* ledc */
typedef enum
{
    LEDC_LOW_SPEED_MODE,
} ledc_mode_t;
typedef enum
{
    LEDC_TIMER_0,
    LEDC_TIMER_MAX = 4,
} ledc_timer_t;
typedef enum
{
    LEDC_CHANNEL_0,
    LEDC_CHANNEL_MAX = 6,
} ledc_channel_t;
typedef enum
{
    LEDC_TIMER_1_BIT = 1,
} ledc_timer_bit_t;
typedef enum
{
    LEDC_AUTO_CLK,
} ledc_clk_cfg_t;
typedef struct
{
    ledc_mode_t speed_mode;
    ledc_timer_bit_t duty_resolution;
    ledc_timer_t timer_num;
    uint32_t freq_hz;
    ledc_clk_cfg_t clk_cfg;
} ledc_timer_config_t;
typedef struct
{
    int gpio_num;
    ledc_mode_t speed_mode;
    ledc_channel_t channel;
    ledc_timer_t timer_sel;
    uint32_t duty;
} ledc_channel_config_t;
esp_err_t ledc_timer_config(const ledc_timer_config_t *config);
esp_err_t ledc_channel_config(const ledc_channel_config_t *config);
esp_err_t ledc_set_duty(ledc_mode_t mode, ledc_channel_t channel, uint32_t duty);
esp_err_t ledc_update_duty(ledc_mode_t mode, ledc_channel_t channel);
esp_err_t ledc_stop(ledc_mode_t mode, ledc_channel_t channel, uint32_t idle_level);

/* i2s_std */
#define SOC_I2S_NUM 1
#define I2S_GPIO_UNUSED (-1)
#define I2S_ROLE_MASTER 0
typedef struct i2s_channel_obj_t *i2s_chan_handle_t;
typedef enum
{
    I2S_DATA_BIT_WIDTH_16BIT = 16,
    I2S_DATA_BIT_WIDTH_32BIT = 32,
} i2s_data_bit_width_t;
typedef struct
{
    int id;
    int role;
    uint32_t dma_desc_num;
    uint32_t dma_frame_num;
} i2s_chan_config_t;
#define I2S_CHANNEL_DEFAULT_CONFIG(nth, as) { .id = (nth), .role = (as) }
typedef struct
{
    uint32_t sample_rate_hz;
} i2s_std_clk_config_t;
#define I2S_STD_CLK_DEFAULT_CONFIG(rate) { .sample_rate_hz = (rate) }
#define I2S_SLOT_MODE_STEREO 2
typedef struct
{
    i2s_data_bit_width_t data_bit_width;
    int slot_mode;
} i2s_std_slot_config_t;
#define I2S_STD_PHILIPS_SLOT_DEFAULT_CONFIG(width, mode) \
    { .data_bit_width = (width), .slot_mode = (mode) }
typedef struct
{
    i2s_std_clk_config_t clk_cfg;
    i2s_std_slot_config_t slot_cfg;
    struct
    {
        gpio_num_t mclk;
        gpio_num_t bclk;
        gpio_num_t ws;
        gpio_num_t dout;
        gpio_num_t din;
    } gpio_cfg;
} i2s_std_config_t;
typedef struct
{
    void *dma_buf;
    size_t size;
} i2s_event_data_t;
typedef struct
{
    bool (*on_sent)(i2s_chan_handle_t channel, i2s_event_data_t *event, void *context);
} i2s_event_callbacks_t;
esp_err_t i2s_new_channel(
    const i2s_chan_config_t *config, i2s_chan_handle_t *tx, i2s_chan_handle_t *rx);
esp_err_t i2s_del_channel(i2s_chan_handle_t channel);
esp_err_t i2s_channel_init_std_mode(i2s_chan_handle_t channel, const i2s_std_config_t *config);
esp_err_t i2s_channel_register_event_callback(
    i2s_chan_handle_t channel, const i2s_event_callbacks_t *callbacks, void *context);
esp_err_t i2s_channel_preload_data(
    i2s_chan_handle_t channel, const void *data, size_t size, size_t *loaded);
esp_err_t i2s_channel_enable(i2s_chan_handle_t channel);
esp_err_t i2s_channel_disable(i2s_chan_handle_t channel);

#endif
