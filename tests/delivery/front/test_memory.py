import pytest

from standfirst.delivery.front.kept import ENTRY_BYTES, Kept, Variant
from standfirst.delivery.front.memory import Memory, Targets

pytestmark = pytest.mark.any_engine
ROOM = 100_000


def kept():
    variant = Variant("file", 0, '"tag"', 0, [], [], [])
    return Kept("file", (0, 0, 0), {"identity": variant})


def filled(memory, name, size):
    held = kept()
    memory.keep(name, held)
    memory.fill(name, held, held.variants["identity"], b"x" * size)
    return held


def test_what_was_read_longest_ago_goes_first():
    memory = Memory(ROOM)
    for name in "abcd":
        filled(memory, name, 16_000)
    memory.find("a")
    filled(memory, "e", 16_000)

    assert memory.find("b") is None
    assert all(memory.find(name) for name in "acde")


def test_what_is_held_is_what_is_counted():
    memory = Memory(ROOM)
    filled(memory, "a", 10_000)
    filled(memory, "b", 20_000)
    assert memory.held == 30_000 + 2 * ENTRY_BYTES
    filled(memory, "b", 5_000)
    assert memory.held == 15_000 + 2 * ENTRY_BYTES
    memory.forget("a")
    memory.forget("never there")
    assert memory.held == 5_000 + ENTRY_BYTES
    for number in range(1000):
        filled(memory, str(number), 1_000)
        assert memory.held <= ROOM
    assert len(memory) == ROOM // (1_000 + ENTRY_BYTES)


def test_one_large_page_does_not_empty_the_memory():
    memory = Memory(ROOM)
    filled(memory, "small", 1_000)
    large = filled(memory, "large", ROOM // 4 + 1)
    assert large.variants["identity"].body is None
    assert memory.find("small")


def test_bytes_of_a_state_that_is_gone_are_not_counted():
    memory = Memory(ROOM)
    old = kept()
    memory.keep("a", old)
    memory.keep("a", kept())
    memory.fill("a", old, old.variants["identity"], b"x" * 1_000)
    assert memory.held == ENTRY_BYTES


def test_a_few_wishes_are_remembered_however_many_there_are():
    held = kept()
    for number in range(1000):
        assert held.variant_for(f"br;q=0.{number}") is held.variants["identity"]
    held.variant_for("x" * 5_000)
    assert len(held._wishes) <= 32


def test_targets_are_bounded():
    targets = Targets(limit=3, longest=20)
    for number in range(5):
        targets.note("/", f"page={number}", f"file {number}")
    targets.note("/", "x" * 30, "file")
    assert [targets.find("/", f"page={number}") for number in range(5)] == [
        None,
        None,
        "file 2",
        "file 3",
        "file 4",
    ]
    assert targets.find("/", "x" * 30) is None
