/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SPI by ST HAL; chip selects are pins.
 */

#include "shim.h"

#include <stdlib.h>
#include <string.h>

#define CONTROLLERS 3
#define MAX_BYTES 32768u

enum
{
    SCK,
    MISO,
    MOSI,
};

static const struct avm_board_wire WIRES[] = {
    { 1, SCK, PIN('A', 5), GPIO_AF5_SPI1 },
    { 1, SCK, PIN('B', 3), GPIO_AF5_SPI1 },
    { 1, MISO, PIN('A', 6), GPIO_AF5_SPI1 },
    { 1, MISO, PIN('B', 4), GPIO_AF5_SPI1 },
    { 1, MOSI, PIN('A', 7), GPIO_AF5_SPI1 },
    { 1, MOSI, PIN('B', 5), GPIO_AF5_SPI1 },
    { 2, SCK, PIN('B', 10), GPIO_AF5_SPI2 },
    { 2, SCK, PIN('B', 13), GPIO_AF5_SPI2 },
    { 2, MISO, PIN('B', 14), GPIO_AF5_SPI2 },
    { 2, MISO, PIN('C', 2), GPIO_AF5_SPI2 },
    { 2, MOSI, PIN('B', 15), GPIO_AF5_SPI2 },
    { 2, MOSI, PIN('C', 3), GPIO_AF5_SPI2 },
    { 3, SCK, PIN('B', 3), GPIO_AF6_SPI3 },
    { 3, SCK, PIN('C', 10), GPIO_AF6_SPI3 },
    { 3, MISO, PIN('B', 4), GPIO_AF6_SPI3 },
    { 3, MISO, PIN('C', 11), GPIO_AF6_SPI3 },
    { 3, MOSI, PIN('B', 5), GPIO_AF6_SPI3 },
    { 3, MOSI, PIN('C', 12), GPIO_AF6_SPI3 },
};

#define ROWS (sizeof(WIRES) / sizeof(WIRES[0]))

struct avm_board_spi
{
    struct avm_board_spi_wires wires;
    uint32_t prescaler;
};

static struct
{
    SPI_HandleTypeDef hal;
    uint32_t users;
    const avm_board_spi *set_for;
} buses[CONTROLLERS];

static SPI_TypeDef *instance(unsigned controller)
{
    switch (controller) {
        case 1:
            __HAL_RCC_SPI1_CLK_ENABLE();
            return SPI1;
        case 2:
            __HAL_RCC_SPI2_CLK_ENABLE();
            return SPI2;
        default:
            __HAL_RCC_SPI3_CLK_ENABLE();
            return SPI3;
    }
}

/* The HAL's value for the fastest of the dividers 2 to 256 that will do; a
 * value of none is UINT32_MAX. */
static uint32_t prescaler(const struct avm_board_spi_wires *wires)
{
    uint32_t clock = wires->controller == 1 ? HAL_RCC_GetPCLK2Freq() : HAL_RCC_GetPCLK1Freq();
    for (uint32_t step = 0; step < 8; step += 1) {
        if (clock >> (step + 1) <= wires->hz) {
            return step << SPI_CR1_BR_Pos;
        }
    }
    return UINT32_MAX;
}

static const struct avm_board_wire *wire(
    const struct avm_board_spi_wires *wires, unsigned role, uint16_t pin)
{
    return avm_board_wire(WIRES, ROWS, wires->controller, role, pin);
}

static int32_t check(const struct avm_board_spi_wires *wires)
{
    if (wires->controller < 1 || wires->controller > CONTROLLERS) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    bool reads = wires->miso != AVM_BOARD_NO_WIRE;
    if (wire(wires, SCK, wires->sck) == NULL || wire(wires, MOSI, wires->mosi) == NULL
        || (reads && wire(wires, MISO, wires->miso) == NULL) || !avm_board_is_pin(wires->cs)) {
        return AVM_BOARD_NO_PIN;
    }
    if (prescaler(wires) == UINT32_MAX) {
        return AVM_BOARD_BAD_CLOCK;
    }
    return wires->mode > 3 ? AVM_BOARD_BAD_MODE : AVM_BOARD_OK;
}

static void give(const struct avm_board_spi_wires *wires, unsigned role, uint16_t pin)
{
    const struct avm_board_wire *row = wire(wires, role, pin);
    if (row != NULL) {
        avm_board_alternate(pin, GPIO_MODE_AF_PP, GPIO_NOPULL, row->alternate);
    }
}

int32_t avm_board_spi_open(const struct avm_board_spi_wires *wires, avm_board_spi **out)
{
    int32_t status = check(wires);
    if (status != AVM_BOARD_OK) {
        return status;
    }
    unsigned nth = wires->controller - 1u;
    /* Who has enabled the controller, such as AtomVM's own driver, has it. */
    if (buses[nth].users == 0 && (instance(wires->controller)->CR1 & SPI_CR1_SPE)) {
        return AVM_BOARD_IN_USE;
    }
    avm_board_spi *device = malloc(sizeof(*device));
    if (device == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    device->wires = *wires;
    device->prescaler = prescaler(wires);
    buses[nth].users += 1;
    avm_board_pin_output(wires->cs, true);
    give(wires, SCK, wires->sck);
    give(wires, MOSI, wires->mosi);
    give(wires, MISO, wires->miso);
    *out = device;
    return AVM_BOARD_OK;
}

/* Sets the controller for a device, unless it is. */
static HAL_StatusTypeDef set_for(const avm_board_spi *device)
{
    unsigned nth = device->wires.controller - 1u;
    if (buses[nth].set_for == device) {
        return HAL_OK;
    }
    SPI_HandleTypeDef *hal = &buses[nth].hal;
    *hal = (SPI_HandleTypeDef) { .Instance = instance(device->wires.controller) };
    hal->Init.Mode = SPI_MODE_MASTER;
    hal->Init.Direction = SPI_DIRECTION_2LINES;
    hal->Init.DataSize = SPI_DATASIZE_8BIT;
    hal->Init.CLKPolarity = device->wires.mode & 2 ? SPI_POLARITY_HIGH : SPI_POLARITY_LOW;
    hal->Init.CLKPhase = device->wires.mode & 1 ? SPI_PHASE_2EDGE : SPI_PHASE_1EDGE;
    hal->Init.NSS = SPI_NSS_SOFT;
    hal->Init.BaudRatePrescaler = device->prescaler;
    hal->Init.FirstBit = device->wires.lsb_first ? SPI_FIRSTBIT_LSB : SPI_FIRSTBIT_MSB;
    hal->Init.TIMode = SPI_TIMODE_DISABLE;
    hal->Init.CRCCalculation = SPI_CRCCALCULATION_DISABLE;
    HAL_StatusTypeDef status = HAL_SPI_Init(hal);
    if (status == HAL_OK) {
        /* Enabled, the clock has its level before the device is selected. */
        __HAL_SPI_ENABLE(hal);
        buses[nth].set_for = device;
    }
    return status;
}

int32_t avm_board_spi_begin(avm_board_spi *device)
{
    if (set_for(device) != HAL_OK) {
        return AVM_BOARD_BAD_CLOCK;
    }
    avm_board_pin_write(device->wires.cs, false);
    return AVM_BOARD_OK;
}

static HAL_StatusTypeDef move(
    SPI_HandleTypeDef *hal, const uint8_t *write, uint8_t *read, uint16_t bytes, uint32_t ms)
{
    /* The HAL does not write to it. */
    uint8_t *out = (uint8_t *) (uintptr_t) write;
    if (read == NULL) {
        return HAL_SPI_Transmit(hal, out, bytes, ms);
    }
    if (write == NULL) {
        /* What is read to goes out meanwhile. */
        memset(read, 0, bytes);
        out = read;
    }
    return HAL_SPI_TransmitReceive(hal, out, read, bytes, ms);
}

int32_t avm_board_spi_transfer(
    avm_board_spi *device, const uint8_t *write, uint8_t *read, size_t length)
{
    SPI_HandleTypeDef *hal = &buses[device->wires.controller - 1u].hal;
    for (size_t done = 0; done < length;) {
        size_t bytes = length - done < MAX_BYTES ? length - done : MAX_BYTES;
        /* Four times what the slowest divider takes at 84 MHz. */
        uint32_t ms = (uint32_t) (bytes / 8) + 10;
        HAL_StatusTypeDef status = move(hal, write == NULL ? NULL : write + done,
            read == NULL ? NULL : read + done, (uint16_t) bytes, ms);
        if (status != HAL_OK) {
            return status == HAL_TIMEOUT ? AVM_BOARD_TIMEOUT
                                         : (int32_t) (0x10000u | HAL_SPI_GetError(hal));
        }
        done += bytes;
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_spi_end(avm_board_spi *device)
{
    avm_board_pin_write(device->wires.cs, true);
    return AVM_BOARD_OK;
}

void avm_board_spi_close(avm_board_spi *device)
{
    unsigned nth = device->wires.controller - 1u;
    if (buses[nth].set_for == device) {
        buses[nth].set_for = NULL;
    }
    buses[nth].users -= 1;
    if (buses[nth].users == 0) {
        buses[nth].hal.Instance = instance(device->wires.controller);
        HAL_SPI_DeInit(&buses[nth].hal);
        avm_board_pin_release(device->wires.sck);
        avm_board_pin_release(device->wires.mosi);
        if (device->wires.miso != AVM_BOARD_NO_WIRE) {
            avm_board_pin_release(device->wires.miso);
        }
    }
    free(device);
}
