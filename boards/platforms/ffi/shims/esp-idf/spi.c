/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SPI by ESP-IDF's spi_master; chip selects are pins. Controllers are counted
 * as the data sheets do: 2 is SPI2, 3 is SPI3.
 */

#include "shim.h"

#include <stdlib.h>

#include <driver/spi_master.h>
#include <soc/soc_caps.h>

/* Bytes of a transaction: what the driver has descriptors for by default. */
#define MAX_BYTES 4092u
#define HOSTS 4

struct avm_board_spi
{
    spi_device_handle_t device;
    struct avm_board_spi_wires wires;
};

static uint32_t users[HOSTS];
static volatile bool ready[HOSTS];

static int32_t check(const struct avm_board_spi_wires *wires)
{
    /* SPI1 is the flash's. */
    if (wires->controller < 2 || wires->controller > SOC_SPI_PERIPH_NUM) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (!avm_board_is_output(wires->sck) || !avm_board_is_output(wires->mosi)
        || !avm_board_is_output(wires->cs)
        || (wires->miso != AVM_BOARD_NO_WIRE && !avm_board_is_pin(wires->miso))) {
        return AVM_BOARD_NO_PIN;
    }
    if (wires->hz == 0) {
        return AVM_BOARD_BAD_CLOCK;
    }
    return wires->mode > 3 ? AVM_BOARD_BAD_MODE : AVM_BOARD_OK;
}

static spi_host_device_t host(const struct avm_board_spi_wires *wires)
{
    return (spi_host_device_t) (SPI2_HOST + wires->controller - 2);
}

/* The first initialises the bus, and who comes meanwhile waits for it: at most
 * for a second, which is longer than that can take. */
static int32_t join_bus(const struct avm_board_spi_wires *wires)
{
    bool outermost = avm_board_critical_enter();
    bool first = users[wires->controller]++ == 0;
    avm_board_critical_leave(outermost);
    for (uint32_t waits = 0; !first && !ready[wires->controller]; waits += 1) {
        if (waits == 1000 / portTICK_PERIOD_MS) {
            return AVM_BOARD_NO_RESOURCES;
        }
        vTaskDelay(1);
    }
    if (!first) {
        return AVM_BOARD_OK;
    }
    spi_bus_config_t config = {
        .mosi_io_num = wires->mosi,
        .miso_io_num = wires->miso == AVM_BOARD_NO_WIRE ? -1 : wires->miso,
        .sclk_io_num = wires->sck,
        .quadwp_io_num = -1,
        .quadhd_io_num = -1,
        .max_transfer_sz = MAX_BYTES,
    };
    esp_err_t error = spi_bus_initialize(host(wires), &config, SPI_DMA_CH_AUTO);
    ready[wires->controller] = error == ESP_OK;
    return error == ESP_ERR_INVALID_STATE ? AVM_BOARD_IN_USE : avm_board_status(error);
}

static void leave_bus(const struct avm_board_spi_wires *wires, bool initialised)
{
    bool outermost = avm_board_critical_enter();
    bool last = --users[wires->controller] == 0;
    if (last) {
        ready[wires->controller] = false;
    }
    avm_board_critical_leave(outermost);
    if (last && initialised) {
        spi_bus_free(host(wires));
    }
}

/* Pins that go through the matrix are slower: half as fast until it fits. */
static int32_t add(avm_board_spi *device)
{
    const struct avm_board_spi_wires *wires = &device->wires;
    spi_device_interface_config_t config = {
        .clock_speed_hz = (int) (wires->hz > 80000000 ? 80000000 : wires->hz),
        .mode = wires->mode,
        .spics_io_num = -1,
        .queue_size = 1,
        .flags = wires->lsb_first ? SPI_DEVICE_BIT_LSBFIRST : 0,
    };
    esp_err_t error = spi_bus_add_device(host(wires), &config, &device->device);
    for (int tries = 0; error == ESP_ERR_NOT_SUPPORTED && tries < 4; tries += 1) {
        config.clock_speed_hz /= 2;
        error = spi_bus_add_device(host(wires), &config, &device->device);
    }
    return error == ESP_ERR_NOT_SUPPORTED ? AVM_BOARD_BAD_CLOCK : avm_board_status(error);
}

int32_t avm_board_spi_open(const struct avm_board_spi_wires *wires, avm_board_spi **out)
{
    int32_t status = check(wires);
    if (status != AVM_BOARD_OK) {
        return status;
    }
    avm_board_spi *device = calloc(1, sizeof(*device));
    if (device == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    device->wires = *wires;
    status = join_bus(wires);
    bool initialised = status == AVM_BOARD_OK;
    if (initialised) {
        status = avm_board_pin_output(wires->cs, true);
    }
    if (status == AVM_BOARD_OK) {
        status = add(device);
    }
    if (status != AVM_BOARD_OK) {
        leave_bus(wires, initialised);
        free(device);
        return status;
    }
    *out = device;
    return AVM_BOARD_OK;
}

int32_t avm_board_spi_begin(avm_board_spi *device)
{
    esp_err_t error = spi_device_acquire_bus(device->device, portMAX_DELAY);
    if (error == ESP_OK) {
        gpio_set_level(device->wires.cs, 0);
    }
    return avm_board_status(error);
}

/* Memory that DMA cannot have is copied by the driver. */
int32_t avm_board_spi_transfer(
    avm_board_spi *device, const uint8_t *write, uint8_t *read, size_t length)
{
    for (size_t done = 0; done < length;) {
        size_t bytes = length - done < MAX_BYTES ? length - done : MAX_BYTES;
        spi_transaction_t transaction = {
            .length = bytes * 8,
            .tx_buffer = write == NULL ? NULL : write + done,
            .rx_buffer = read == NULL ? NULL : read + done,
        };
        esp_err_t error = spi_device_polling_transmit(device->device, &transaction);
        if (error != ESP_OK) {
            return avm_board_status(error);
        }
        done += bytes;
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_spi_end(avm_board_spi *device)
{
    gpio_set_level(device->wires.cs, 1);
    spi_device_release_bus(device->device);
    return AVM_BOARD_OK;
}

void avm_board_spi_close(avm_board_spi *device)
{
    spi_bus_remove_device(device->device);
    leave_bus(&device->wires, true);
    free(device);
}
