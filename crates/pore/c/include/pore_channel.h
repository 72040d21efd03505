/* Channels of packets between domains: what libpore_c has. */
/* Made of crates/pore/c/src by its test of the header; do not edit. */

#ifndef PORE_CHANNEL_H
#define PORE_CHANNEL_H

#include <stddef.h>
#include <stdint.h>
#define HAL_ALIGNED(bytes) __attribute__((aligned(bytes)))
#ifdef __cplusplus
#define HAL_ASSERT(fact) static_assert(fact, #fact)
#else
#define HAL_ASSERT(fact) _Static_assert(fact, #fact)
#endif

// Allows to pop.
#define HAL_READ 1

// Allows to push.
#define HAL_WRITE 2

// A channel of `hal_ion_packet`.
#define HAL_SLOT_ION 1

// A channel of `hal_cmd_packet`.
#define HAL_SLOT_CMD 2

// The channel is not over.
#define HAL_WHY_OPEN 0

// This side closed it.
#define HAL_WHY_HERE 1

// The peer closed it in order.
#define HAL_WHY_PEER 2

// The peer closed it for an error of its own.
#define HAL_WHY_PEER_ERROR 3

// The peer began anew; so does this side, by `hal_channel_attach`.
#define HAL_WHY_RESTARTED 4

// The peer is known to be gone.
#define HAL_WHY_GONE 5

// The peer wrote what no honest peer could have.
#define HAL_WHY_PROTOCOL 6

// The peer means other packets, or another protocol.
#define HAL_WHY_MISMATCH 7

// What a call came to.
typedef enum hal_result {
  // It was done.
  HAL_RESULT_OK = 0,
  // There is no room now, or the peer is not there yet.
  HAL_RESULT_FULL = 1,
  // There is no packet now, the peer is not there yet, or the time was up.
  HAL_RESULT_EMPTY = 2,
  // The channel is over; `hal_channel_stats` says why.
  HAL_RESULT_CLOSED = 3,
  // The handle stands for nothing, or not for anything any more.
  HAL_RESULT_STALE = 4,
  // The space of the channel has no right to do that with it.
  HAL_RESULT_DENIED = 5,
  // An argument is null or cannot be, or a packet hands over what is not there.
  HAL_RESULT_INVALID = 6,
  // There is no memory, descriptor or slot left for it.
  HAL_RESULT_EXHAUSTED = 7,
  // Another thread waits at the channel.
  HAL_RESULT_BUSY = 8,
} hal_result;

// What a side gives its peer: descriptors of its region and of its bell.
typedef struct hal_descriptors {
  // The pages that the side writes, a sealed file in memory.
  int32_t region;
  // The timer that the peer rings.
  int32_t bell;
} hal_descriptors;

// Bytes of memory that are handed over: 24, aligned to 8.
//
// The layout has room for an address. Here it never is one: `span` turns it into a
// range of a region that both sides know, or into an error.
typedef struct HAL_ALIGNED(8) hal_ion_packet {
  // Where the bytes are, as the sender counts.
  uint64_t data;
  // Where they are physically.
  uint64_t phys;
  // How many they are.
  uint16_t len;
  // Which buffer of its pool.
  uint16_t id;
  // Fills up to 24 bytes; the layout of `membrane/ion.zig` leaves it out.
  uint32_t pad;
} hal_ion_packet;

// A command: 32 bytes, aligned to 8, as in Nim; Zig's alignment of 16 has the same offsets.
typedef struct HAL_ALIGNED(8) hal_cmd_packet {
  // What to do; see `CmdClass`.
  uint32_t kind;
  // Fills up to 8 bytes.
  uint32_t pad;
  // What to do it with.
  uint64_t arg;
  // Where the command comes from: a SipHash of 16 bytes.
  uint8_t id[16];
} hal_cmd_packet;

// What was done on a side so far, by all its epochs.
typedef struct hal_stats {
  // Packets that were pushed.
  uint64_t pushed;
  // Packets that were popped.
  uint64_t popped;
  // Packets that found no room.
  uint64_t full;
  // Packets, of either side, that hand over what is not there.
  uint64_t rejected;
  // Calls that were denied.
  uint64_t denied;
  // Why the channel is over, one of `HAL_WHY_...`.
  uint32_t why;
  // 1 if the peer is attached and the channel is not over, else 0.
  uint32_t connected;
} hal_stats;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Makes a space: up to 64 channels that it has rights to, none at first.
//
// # Safety
//
// `space` is null or a place for a handle.
enum hal_result hal_space_new(uint64_t *space);

// Says what a space may do with the channel `id`: `HAL_READ`, `HAL_WRITE`, both,
// or, with 0, nothing. It counts at once, for channels that are open, too.
enum hal_result hal_space_grant(uint64_t space, uint64_t id, uint32_t rights);

// Closes a space and all its channels.
enum hal_result hal_space_close(uint64_t space);

// Makes this side of the channel `id`, of packets of a kind (`HAL_SLOT_...`), on a
// ring of 2^`order` bytes, 5 to 30. The descriptors are for the peer; the caller
// sends them to it, and closes them.
//
// # Safety
//
// `descriptors` and `channel` are null or places for such values.
enum hal_result hal_channel_create(uint64_t space,
                                   uint64_t id,
                                   uint32_t kind,
                                   uint32_t order,
                                   struct hal_descriptors *descriptors,
                                   uint64_t *channel);

// Attaches the peer by what it sent; the caller keeps its descriptors and closes
// them. A channel that is over, or that has a peer, begins anew.
//
// # Safety
//
// `peer` is null or to such a value.
enum hal_result hal_channel_attach(uint64_t channel, const struct hal_descriptors *peer);

// Says how many bytes the region has that packets call `region`, 0 to 7. A
// packet that names another, or bytes beyond its end, is refused.
enum hal_result hal_channel_region(uint64_t channel, uint32_t region, uint64_t bytes);

// Pushes a packet that hands over `len` bytes at the offset `data` of the region
// `phys`.
//
// # Safety
//
// `packet` is null or to a packet.
enum hal_result hal_channel_push(uint64_t channel, const struct hal_ion_packet *packet);

// Pops a packet; what it hands over is there. One that is not is gone, counted
// and told as `HAL_RESULT_INVALID`.
//
// # Safety
//
// `packet` is null or a place for a packet.
enum hal_result hal_channel_pop(uint64_t channel, struct hal_ion_packet *packet);

// Pushes a command.
//
// # Safety
//
// `packet` is null or to a packet.
enum hal_result hal_cmd_push(uint64_t channel, const struct hal_cmd_packet *packet);

// Pops a command.
//
// # Safety
//
// `packet` is null or a place for a packet.
enum hal_result hal_cmd_pop(uint64_t channel, struct hal_cmd_packet *packet);

// Waits until there may be a packet (`HAL_READ`), room (`HAL_WRITE`) or either,
// for so many milliseconds, or for ever if that is negative; then
// `HAL_RESULT_EMPTY`. The one function that blocks. One thread at a time waits at a
// channel; any other is told `HAL_RESULT_BUSY` at once.
enum hal_result hal_channel_wait(uint64_t channel, uint32_t rights, int32_t milliseconds);

// What was done on this side so far, and why the channel is over.
//
// # Safety
//
// `stats` is null or a place for such a value.
enum hal_result hal_channel_stats(uint64_t channel, struct hal_stats *stats);

// Says that the peer is known to be gone, as by the end of its process.
enum hal_result hal_channel_peer_gone(uint64_t channel);

// Closes a channel in order: the peer still pops what was pushed. The handle is
// stale from then on, for ever.
enum hal_result hal_channel_close(uint64_t channel);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PORE_CHANNEL_H */

HAL_ASSERT(sizeof(hal_ion_packet) == 24);
HAL_ASSERT(__alignof__(hal_ion_packet) == 8);
HAL_ASSERT(offsetof(hal_ion_packet, data) == 0);
HAL_ASSERT(sizeof(((hal_ion_packet *)0)->data) == 8);
HAL_ASSERT(offsetof(hal_ion_packet, phys) == 8);
HAL_ASSERT(sizeof(((hal_ion_packet *)0)->phys) == 8);
HAL_ASSERT(offsetof(hal_ion_packet, len) == 16);
HAL_ASSERT(sizeof(((hal_ion_packet *)0)->len) == 2);
HAL_ASSERT(offsetof(hal_ion_packet, id) == 18);
HAL_ASSERT(sizeof(((hal_ion_packet *)0)->id) == 2);
HAL_ASSERT(offsetof(hal_ion_packet, pad) == 20);
HAL_ASSERT(sizeof(((hal_ion_packet *)0)->pad) == 4);
HAL_ASSERT(sizeof(hal_cmd_packet) == 32);
HAL_ASSERT(__alignof__(hal_cmd_packet) == 8);
HAL_ASSERT(offsetof(hal_cmd_packet, kind) == 0);
HAL_ASSERT(sizeof(((hal_cmd_packet *)0)->kind) == 4);
HAL_ASSERT(offsetof(hal_cmd_packet, pad) == 4);
HAL_ASSERT(sizeof(((hal_cmd_packet *)0)->pad) == 4);
HAL_ASSERT(offsetof(hal_cmd_packet, arg) == 8);
HAL_ASSERT(sizeof(((hal_cmd_packet *)0)->arg) == 8);
HAL_ASSERT(offsetof(hal_cmd_packet, id) == 16);
HAL_ASSERT(sizeof(((hal_cmd_packet *)0)->id) == 16);
HAL_ASSERT(sizeof(hal_descriptors) == 8);
HAL_ASSERT(__alignof__(hal_descriptors) == 4);
HAL_ASSERT(offsetof(hal_descriptors, region) == 0);
HAL_ASSERT(sizeof(((hal_descriptors *)0)->region) == 4);
HAL_ASSERT(offsetof(hal_descriptors, bell) == 4);
HAL_ASSERT(sizeof(((hal_descriptors *)0)->bell) == 4);
HAL_ASSERT(sizeof(hal_stats) == 48);
HAL_ASSERT(__alignof__(hal_stats) == 8);
HAL_ASSERT(offsetof(hal_stats, pushed) == 0);
HAL_ASSERT(sizeof(((hal_stats *)0)->pushed) == 8);
HAL_ASSERT(offsetof(hal_stats, popped) == 8);
HAL_ASSERT(sizeof(((hal_stats *)0)->popped) == 8);
HAL_ASSERT(offsetof(hal_stats, full) == 16);
HAL_ASSERT(sizeof(((hal_stats *)0)->full) == 8);
HAL_ASSERT(offsetof(hal_stats, rejected) == 24);
HAL_ASSERT(sizeof(((hal_stats *)0)->rejected) == 8);
HAL_ASSERT(offsetof(hal_stats, denied) == 32);
HAL_ASSERT(sizeof(((hal_stats *)0)->denied) == 8);
HAL_ASSERT(offsetof(hal_stats, why) == 40);
HAL_ASSERT(sizeof(((hal_stats *)0)->why) == 4);
HAL_ASSERT(offsetof(hal_stats, connected) == 44);
HAL_ASSERT(sizeof(((hal_stats *)0)->connected) == 4);
HAL_ASSERT(sizeof(hal_result) == 4);
