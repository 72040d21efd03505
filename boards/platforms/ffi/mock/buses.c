/* Buses: registers at each I2C address, and complements by SPI. */

#include "mock.h"

static uint8_t pointer[ADDRESSES];

int32_t avm_board_i2c_open(const struct avm_board_i2c_wires *wires, avm_board_i2c **out)
{
    int32_t status = passes();
    if (status == AVM_BOARD_OK && (wires->sda >= PINS || wires->scl >= PINS)) {
        status = AVM_BOARD_NO_PIN;
    }
    if (status == AVM_BOARD_OK) {
        *out = (avm_board_i2c *) make(I2C);
    }
    return status;
}

int32_t avm_board_i2c_transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, uint32_t limit)
{
    expect(is_open(bus, I2C));
    transfers += 1;
    timeout_us = limit;
    int32_t status = passes();
    if (status != AVM_BOARD_OK) {
        return status;
    }
    if (holds > 0) {
        return AVM_BOARD_TIMEOUT;
    }
    if (address >= ADDRESSES || !there[address]) {
        return AVM_BOARD_NACK_ADDRESS;
    }
    for (size_t i = 0; i < write_len; i += 1) {
        if (i == 0) {
            pointer[address] = write[0];
        } else {
            registers[address][pointer[address]++] = write[i];
        }
    }
    for (size_t i = 0; i < read_len; i += 1) {
        read[i] = registers[address][pointer[address]++];
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_i2c_recover(avm_board_i2c *bus)
{
    expect(is_open(bus, I2C));
    recoveries += 1;
    int32_t status = passes();
    if (status != AVM_BOARD_OK) {
        return status;
    }
    if (holds > 0) {
        holds -= 1;
    }
    return holds > 0 ? AVM_BOARD_STUCK : AVM_BOARD_OK;
}

void avm_board_i2c_close(avm_board_i2c *bus) { unmake(bus, I2C); }

/* SPI */

static void note(int value)
{
    expect(spi_count < LOG);
    if (spi_count < LOG) {
        spi_log[spi_count++] = value;
    }
}

int32_t avm_board_spi_open(const struct avm_board_spi_wires *wires, avm_board_spi **out)
{
    int32_t status = passes();
    if (status == AVM_BOARD_OK) {
        spi_hz = wires->hz;
        spi_style = wires->mode + 4u * wires->lsb_first;
        *out = (avm_board_spi *) make(SPI);
    }
    return status;
}

int32_t avm_board_spi_begin(avm_board_spi *device)
{
    expect(is_open(device, SPI) && !device->c.selected);
    int32_t status = passes();
    if (status == AVM_BOARD_OK) {
        device->c.selected = true;
        note(-1);
    }
    return status;
}

int32_t avm_board_spi_transfer(
    avm_board_spi *device, const uint8_t *write, uint8_t *read, size_t length)
{
    expect(is_open(device, SPI) && device->c.selected && length > 0);
    int32_t status = passes();
    for (size_t i = 0; status == AVM_BOARD_OK && i < length; i += 1) {
        uint8_t sent = write != NULL ? write[i] : 0;
        note(sent);
        if (read != NULL) {
            read[i] = (uint8_t) ~sent;
        }
    }
    return status;
}

int32_t avm_board_spi_end(avm_board_spi *device)
{
    expect(is_open(device, SPI) && device->c.selected);
    device->c.selected = false;
    note(-2);
    return passes();
}

void avm_board_spi_close(avm_board_spi *device)
{
    expect(!device->c.selected);
    unmake(device, SPI);
}
