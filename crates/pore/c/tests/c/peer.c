/* The C side of an exchange: packets both ways, and all that is refused. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pore_channel.h"

#define EXPECT(call, result)                                                        \
    do {                                                                            \
        hal_result is = (call);                                                     \
        if (is != (result)) {                                                       \
            printf("line %d: %s is %d, not %d\n", __LINE__, #call, is, (int)(result)); \
            return 1;                                                               \
        }                                                                           \
    } while (0)

enum { ROUNDS = 5000, NET = 0x500, VFS = 0x2000, CONSOLE = 0x1000, PATIENCE = 60000 };

/* Sends or receives two descriptors over the socket that is descriptor 0. */
static int pass(hal_descriptors *two, int sends)
{
    char byte = 'x';
    union {
        char bytes[CMSG_SPACE(sizeof *two)];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    struct iovec data = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    if (!sends && recvmsg(0, &message, 0) != 1)
        return 0;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL)
        return 0;
    if (!sends) {
        memcpy(two, CMSG_DATA(header), sizeof *two);
        return 1;
    }
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof *two);
    memcpy(CMSG_DATA(header), two, sizeof *two);
    return sendmsg(0, &message, 0) == 1;
}

/* Makes a side and meets the peer. */
static hal_result meet(uint64_t space, uint64_t id, uint32_t kind, uint64_t *channel)
{
    hal_descriptors two;
    hal_result made = hal_channel_create(space, id, kind, 10, &two, channel);
    if (made != HAL_RESULT_OK)
        return made;
    int sent = pass(&two, 1);
    close(two.region);
    close(two.bell);
    if (!sent || !pass(&two, 0))
        return HAL_RESULT_INVALID;
    made = hal_channel_attach(*channel, &two);
    close(two.region);
    close(two.bell);
    return made;
}

/* Pushes 8 bytes of region 1 each, and takes what comes back for them. */
static int packets(uint64_t channel)
{
    int sent = 0, back = 0;
    while (back < ROUNDS) {
        hal_ion_packet packet = {.data = 8 * (uint64_t)sent, .phys = 1, .len = 8};
        packet.id = (uint16_t)sent;
        hal_result pushed = sent < ROUNDS ? hal_channel_push(channel, &packet) : HAL_RESULT_FULL;
        sent += pushed == HAL_RESULT_OK;
        hal_result popped = hal_channel_pop(channel, &packet);
        if (popped == HAL_RESULT_OK) {
            if (packet.data != 8 * (uint64_t)back || packet.id != (uint16_t)~back)
                return 0;
            back++;
        } else if (popped != HAL_RESULT_EMPTY) {
            return 0;
        } else if (pushed != HAL_RESULT_OK) {
            if (hal_channel_wait(channel, HAL_READ, PATIENCE) != HAL_RESULT_OK)
                return 0;
        }
    }
    return 1;
}

/* One command at a time, answered by its complement. */
static int commands(uint64_t channel)
{
    for (uint64_t number = 0; number < ROUNDS; number++) {
        hal_cmd_packet packet = {.kind = 0x200, .arg = number << 20};
        memset(packet.id, (int)(number & 0xFF), sizeof packet.id);
        while (hal_cmd_push(channel, &packet) == HAL_RESULT_FULL)
            hal_channel_wait(channel, HAL_WRITE, PATIENCE);
        hal_result popped;
        while ((popped = hal_cmd_pop(channel, &packet)) == HAL_RESULT_EMPTY)
            hal_channel_wait(channel, HAL_READ, PATIENCE);
        if (popped != HAL_RESULT_OK || packet.arg != ~(number << 20) || packet.kind != 0x201)
            return 0;
        if (packet.id[0] != packet.id[15] || packet.id[15] != (uint8_t)~number)
            return 0;
    }
    return 1;
}

static int refusals(uint64_t space, uint64_t ion, uint64_t cmd)
{
    hal_ion_packet packet = {.data = 8 * ROUNDS, .phys = 1, .len = 1};
    hal_cmd_packet command = {.kind = 1};
    EXPECT(hal_channel_push(ion, &packet), HAL_RESULT_INVALID);
    packet.data = 0x83000000;
    EXPECT(hal_channel_push(ion, &packet), HAL_RESULT_INVALID);
    EXPECT(hal_channel_push(ion, NULL), HAL_RESULT_INVALID);
    EXPECT(hal_channel_pop(ion, NULL), HAL_RESULT_INVALID);
    EXPECT(hal_channel_stats(ion, NULL), HAL_RESULT_INVALID);
    EXPECT(hal_cmd_push(ion, &command), HAL_RESULT_INVALID);
    EXPECT(hal_channel_push(cmd, &packet), HAL_RESULT_INVALID);
    EXPECT(hal_channel_push((uint64_t)(uintptr_t)&packet, &packet), HAL_RESULT_STALE);
    EXPECT(hal_channel_push(space, &packet), HAL_RESULT_STALE);
    EXPECT(hal_channel_push(0, &packet), HAL_RESULT_STALE);
    EXPECT(hal_space_grant(space, NET, HAL_READ), HAL_RESULT_OK);
    packet.data = 0;
    EXPECT(hal_channel_push(ion, &packet), HAL_RESULT_DENIED);
    EXPECT(hal_channel_pop(ion, &packet), HAL_RESULT_EMPTY);
    EXPECT(hal_space_grant(space, NET, 4), HAL_RESULT_INVALID);
    uint64_t none;
    hal_descriptors two;
    EXPECT(hal_channel_create(space, CONSOLE, HAL_SLOT_ION, 10, &two, &none), HAL_RESULT_DENIED);
    hal_stats stats;
    EXPECT(hal_channel_stats(ion, &stats), HAL_RESULT_OK);
    return stats.pushed != ROUNDS || stats.popped != ROUNDS || stats.rejected != 2
        || stats.denied != 1 || stats.connected != 1 || stats.why != HAL_WHY_OPEN;
}

int main(void)
{
    uint64_t space, ion, cmd;
    EXPECT(hal_space_new(&space), HAL_RESULT_OK);
    EXPECT(hal_space_grant(space, NET, HAL_READ | HAL_WRITE), HAL_RESULT_OK);
    EXPECT(hal_space_grant(space, VFS, HAL_READ | HAL_WRITE), HAL_RESULT_OK);
    EXPECT(meet(space, NET, HAL_SLOT_ION, &ion), HAL_RESULT_OK);
    EXPECT(meet(space, VFS, HAL_SLOT_CMD, &cmd), HAL_RESULT_OK);
    EXPECT(hal_channel_region(ion, 1, 8 * ROUNDS), HAL_RESULT_OK);
    if (!packets(ion) || !commands(cmd)) {
        puts("the exchange failed");
        return 1;
    }
    if (refusals(space, ion, cmd)) {
        puts("the refusals are not as they should be");
        return 1;
    }
    hal_cmd_packet last = {.kind = 3};
    EXPECT(hal_cmd_push(cmd, &last), HAL_RESULT_OK);
    while (hal_cmd_pop(cmd, &last) == HAL_RESULT_EMPTY)
        hal_channel_wait(cmd, HAL_READ, PATIENCE);
    EXPECT(hal_cmd_pop(cmd, &last), HAL_RESULT_CLOSED);
    hal_stats stats;
    EXPECT(hal_channel_stats(cmd, &stats), HAL_RESULT_OK);
    EXPECT(hal_channel_close(ion), HAL_RESULT_OK);
    hal_ion_packet packet;
    EXPECT(hal_channel_pop(ion, &packet), HAL_RESULT_STALE);
    EXPECT(hal_space_close(space), HAL_RESULT_OK);
    EXPECT(hal_cmd_pop(cmd, &last), HAL_RESULT_STALE);
    printf("%d packets and %d commands, ended for %d\n", ROUNDS, ROUNDS, (int)stats.why);
    return 0;
}
