import asyncio

import pytest

from standfirst.delivery.front.gate import Gate, Overloaded
from tests.loops import run

pytestmark = pytest.mark.any_engine


def gate(**changes):
    return Gate(**{"slots": 4, "reserved": 1, "waiting": 2, "seconds": 5, **changes})


class Visitor:
    """Somebody who holds a slot until told to go."""

    def __init__(self, gate, *, is_staff=False):
        self.leave = asyncio.Event()
        self.is_in = False
        self.task = asyncio.create_task(self.visit(gate, is_staff=is_staff))

    async def visit(self, gate, *, is_staff):
        async with gate.slot(is_staff=is_staff):
            self.is_in = True
            await self.leave.wait()

    async def go(self):
        self.leave.set()
        await self.task
        await settle()


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def visitors(gate, count, **kind):
    made = [Visitor(gate, **kind) for _ in range(count)]
    await settle()
    return made


def test_some_are_in_some_wait_and_the_rest_is_told_at_once():
    async def story():
        door = gate()
        readers = await visitors(door, 6)
        assert [each.is_in for each in readers] == [True] * 3 + [False] * 3
        assert isinstance(readers[5].task.exception(), Overloaded)
        await readers[0].go()
        assert readers[3].is_in
        for each in readers[1:5]:
            await each.go()
        assert door.in_hand == 0

    run(story())


def test_nobody_waits_long():
    async def story():
        door = gate(seconds=0.01)
        readers = await visitors(door, 4)
        with pytest.raises(Overloaded):
            await readers[3].task
        await readers[0].go()
        assert door.in_hand == 2

    run(story())


def test_staff_come_in_where_readers_wait():
    async def story():
        door = gate()
        readers = await visitors(door, 4)
        assert not readers[3].is_in
        (editor,) = await visitors(door, 1, is_staff=True)
        assert editor.is_in

    run(story())


def test_staff_go_first_when_a_slot_is_free():
    async def story():
        door = gate()
        readers = await visitors(door, 4)
        editors = await visitors(door, 2, is_staff=True)
        assert [each.is_in for each in editors] == [True, False]
        await readers[0].go()
        assert editors[1].is_in
        assert not readers[3].is_in

    run(story())


def test_the_control_without_a_share_staff_wait_like_everybody():
    async def story():
        door = gate(reserved=0)
        readers = await visitors(door, 4)
        (editor,) = await visitors(door, 1, is_staff=True)
        assert [each.is_in for each in (*readers, editor)] == [True] * 4 + [False]

    run(story())


def test_who_gives_up_takes_no_slot_along():
    async def story():
        door = gate()
        readers = await visitors(door, 5)
        readers[3].task.cancel()
        await settle()
        await readers[0].go()
        assert readers[4].is_in
        assert door.in_hand == 3
        # Cancelled in the very moment in which the slot was given.
        (late,) = await visitors(door, 1)
        readers[1].leave.set()
        await readers[1].task
        late.task.cancel()
        await settle()
        assert door.in_hand == 2

    run(story())
