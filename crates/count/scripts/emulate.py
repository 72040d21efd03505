"""Runs the functions of count-mcu in Unicorn and counts their instructions.

Usage: emulate.py CORE IMAGE < PLAN > READINGS

CORE is cortex-m0, cortex-m4 or riscv32; IMAGE is raw memory from BASE on.
The plan names a ring or a table a line, with the addresses of its functions:

    ring isr_ring start=0x10000 push=0x10040 pop=0x10080 fill=... drain=...
    table slab start=... insert=... get=... remove=...

A reading is `NAME WHAT COUNT`, a median unless WHAT says otherwise. A wrong
value or a refused push is no reading, but `NAME fault SENTENCE`.
"""

import statistics
import struct
import sys

import unicorn
from unicorn import arm_const, riscv_const

BASE = 0x10000
RAM = 0x20000000
RAM_BYTES = 0x100000
HOME, ENDS, EVENT, EVENTS, KEYS = (RAM + n * 0x10000 for n in range(5))
STACK = RAM + RAM_BYTES - 0x1000
STOP = BASE - 0x1000
EPOCH_US = 1_000_000
BATCH = 64
PAIRS = 600
LIVE = 64
ROUNDS = 16
DEEPEST = 1024


class Fault(Exception):
    """What the code under test did wrong."""


class Core:
    """One emulated core that calls C functions."""

    def __init__(self, name, image):
        if name == "riscv32":
            self.uc = unicorn.Uc(unicorn.UC_ARCH_RISCV, unicorn.UC_MODE_RISCV32)
            regs = riscv_const
            self.args = [getattr(regs, f"UC_RISCV_REG_A{n}") for n in range(4)]
            self.link, self.sp, self.thumb = regs.UC_RISCV_REG_RA, regs.UC_RISCV_REG_SP, 0
        else:
            mode = unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS
            self.uc = unicorn.Uc(unicorn.UC_ARCH_ARM, mode)
            model = {"cortex-m0": "M0", "cortex-m4": "M4"}[name]
            self.uc.ctl_set_cpu_model(getattr(arm_const, f"UC_CPU_ARM_CORTEX_{model}"))
            regs = arm_const
            self.args = [getattr(regs, f"UC_ARM_REG_R{n}") for n in range(4)]
            self.link, self.sp, self.thumb = regs.UC_ARM_REG_LR, regs.UC_ARM_REG_SP, 1
        self.uc.mem_map(STOP, 0x100000)
        self.uc.mem_map(RAM, RAM_BYTES)
        self.uc.mem_write(BASE, image)
        self.uc.hook_add(unicorn.UC_HOOK_CODE, self.count)
        self.executed = 0

    def count(self, *_):
        self.executed += 1

    def call(self, function, *args):
        """Calls a C function; gives its result and what it executed."""
        for register, value in zip(self.args, args):
            self.uc.reg_write(register, value)
        self.uc.reg_write(self.sp, STACK)
        self.uc.reg_write(self.link, STOP | self.thumb)
        self.executed = 0
        self.uc.emu_start(function | self.thumb, STOP, count=1_000_000)
        if self.executed >= 1_000_000:
            raise Fault("a call did not return")
        return self.uc.reg_read(self.args[0]), self.executed


def event(n):
    """The n-th event, as count_peers::Event::nth makes it."""
    return struct.pack("<QQ", n + EPOCH_US, n)


def ring_pairs(core, ring):
    """Pushes and pops one by one, checks each value."""
    counts = {"push": [], "pop": []}
    for n in range(PAIRS):
        core.uc.mem_write(EVENT, event(n))
        accepted, cost = core.call(ring["push"], ENDS, EVENT)
        if not accepted & 0xFF:
            raise Fault(f"push {n} was refused")
        counts["push"].append(cost)
        core.uc.mem_write(EVENT, bytes(16))
        found, cost = core.call(ring["pop"], ENDS, EVENT)
        if not found & 0xFF or bytes(core.uc.mem_read(EVENT, 16)) != event(n):
            raise Fault(f"pop {n} gave a wrong value")
        counts["pop"].append(cost)
    for what, costs in counts.items():
        yield what, statistics.median(costs)
        yield f"{what}-max", max(costs)


def ring_batches(core, ring):
    """Moves batches through the ring, checks all values."""
    counts = {"fill": [], "drain": []}
    for n in range(ROUNDS):
        batch = b"".join(event(n * BATCH + i) for i in range(BATCH))
        core.uc.mem_write(EVENTS, batch)
        moved, cost = core.call(ring["fill"], ENDS, EVENTS)
        if moved != BATCH:
            raise Fault(f"batch push {n} took {moved} events")
        counts["fill"].append(cost / BATCH)
        core.uc.mem_write(EVENTS, bytes(len(batch)))
        moved, cost = core.call(ring["drain"], ENDS, EVENTS)
        if moved != BATCH or bytes(core.uc.mem_read(EVENTS, len(batch))) != batch:
            raise Fault(f"batch pop {n} gave wrong values")
        counts["drain"].append(cost / BATCH)
    for what, costs in counts.items():
        yield what, statistics.median(costs)


def ring_depth(core, ring):
    """Fills the ring until it refuses, empties it and checks the order.

    The bound never refuses, so it has no depth.
    """
    core.call(ring["start"], HOME, ENDS)
    slots = 0
    core.uc.mem_write(EVENT, event(slots))
    while core.call(ring["push"], ENDS, EVENT)[0] & 0xFF:
        slots += 1
        if slots > DEEPEST:
            return
        core.uc.mem_write(EVENT, event(slots))
    for n in range(slots):
        found, _ = core.call(ring["pop"], ENDS, EVENT)
        if not found & 0xFF or bytes(core.uc.mem_read(EVENT, 16)) != event(n):
            raise Fault(f"pop {n} of {slots} gave a wrong value")
    if core.call(ring["pop"], ENDS, EVENT)[0] & 0xFF:
        raise Fault("a pop found an event in an empty ring")
    yield "slots", slots


def measure_ring(core, ring):
    core.call(ring["start"], HOME, ENDS)
    yield from ring_pairs(core, ring)
    core.call(ring["start"], HOME, ENDS)
    yield from ring_batches(core, ring)
    yield from ring_depth(core, ring)


def state(n):
    """The n-th state, as count_peers::State::nth makes it on 32 bits."""
    return struct.pack("<I", ~n & 0xFFFFFFFF)


def table_round(core, table, first, counts):
    """Inserts, reads and removes LIVE entries, checks every one."""
    keys = [KEYS + 16 * n for n in range(LIVE)]
    for n, key in enumerate(keys):
        core.uc.mem_write(EVENT, state(first + n))
        done, cost = core.call(table["insert"], HOME, EVENT, key)
        if not done & 0xFF:
            raise Fault(f"insert {first + n} was refused")
        counts["insert"].append(cost)
    for n, key in enumerate(keys):
        found, cost = core.call(table["get"], HOME, key)
        if not found or bytes(core.uc.mem_read(found, 4)) != state(first + n):
            raise Fault(f"get {first + n} gave a wrong value")
        counts["get"].append(cost)
    for n, key in enumerate(keys):
        done, cost = core.call(table["remove"], HOME, key, EVENT)
        if not done & 0xFF or bytes(core.uc.mem_read(EVENT, 4)) != state(first + n):
            raise Fault(f"remove {first + n} gave a wrong value")
        counts["remove"].append(cost)
        if core.call(table["get"], HOME, key)[0]:
            raise Fault(f"get {first + n} found a removed entry")


def measure_table(core, table):
    counts = {"get": [], "insert": [], "remove": []}
    if not core.call(table["start"], HOME)[0] & 0xFF:
        raise Fault("there is no memory for the table")
    for n in range(ROUNDS):
        table_round(core, table, n * LIVE, counts)
    for what, costs in counts.items():
        yield what, statistics.median(costs)
        yield f"{what}-max", max(costs)


def main():
    name, path = sys.argv[1:]
    with open(path, "rb") as file:
        core = Core(name, file.read())
    measure = {"ring": measure_ring, "table": measure_table}
    for line in sys.stdin:
        kind, subject, *functions = line.split()
        functions = dict(item.split("=") for item in functions)
        addresses = {key: int(value, 16) for key, value in functions.items()}
        try:
            for what, value in measure[kind](core, addresses):
                print(subject, what, round(value, 2))
        except (Fault, unicorn.UcError) as fault:
            print(subject, "fault", fault)


main()
