import asyncio

import pytest

from standfirst.delivery.front import flights as flying
from standfirst.delivery.front.flights import Flights
from tests.loops import run

pytestmark = pytest.mark.any_engine


class Question:
    """Counts how often it was asked; finds what it was made with, when let."""

    def __init__(self, finding, *, error=None):
        self.finding, self.error = finding, error
        self.asked = 0
        self.answered = asyncio.Event()

    async def __call__(self):
        self.asked += 1
        await self.answered.wait()
        if self.error:
            raise self.error
        return self.finding


async def hundred(flights, question, *, key="/"):
    tasks = [asyncio.create_task(flights.ask(key, question)) for _ in range(100)]
    await asyncio.sleep(0.01)
    question.answered.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_a_hundred_ask_once_for_a_page():
    async def story():
        question = Question("files/index.html")
        found = await hundred(Flights(), question)
        assert question.asked == 1
        assert [name for _, name in found] == ["files/index.html"] * 100
        assert [has_asked for has_asked, _ in found].count(True) == 1

    run(story())


def test_what_is_no_page_is_answered_to_each():
    async def story():
        flights, question = Flights(), Question(None)
        found = await hundred(flights, question)
        assert question.asked == 100
        assert found == [(True, None)] * 100

    run(story())


def test_what_was_no_page_is_not_waited_for_again_for_a_while():
    async def story():
        now = [100.0]
        flights = Flights(clock=lambda: now[0])
        await hundred(flights, Question(None))
        question = Question("files/index.html")
        await hundred(flights, question)
        assert question.asked == 100
        now[0] += flying.UNSHARED_SECONDS
        question = Question("files/index.html")
        await hundred(flights, question)
        assert question.asked == 1

    run(story())


def test_when_the_first_fails_the_others_ask():
    async def story():
        question = Question(None, error=ValueError())
        found = await hundred(Flights(), question)
        assert question.asked == 100
        assert all(isinstance(each, ValueError) for each in found)

    run(story())


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(flying, "PATIENCE_SECONDS", 0.01)

    async def story():
        flights, slow = Flights(), Question("files/index.html")
        first = asyncio.create_task(flights.ask("/", slow))
        await asyncio.sleep(0)
        quick = Question(None)
        quick.answered.set()
        assert await flights.ask("/", quick) == (True, None)
        slow.answered.set()
        await first

    run(story())


def test_different_questions_do_not_wait_for_each_other():
    async def story():
        flights, one, other = Flights(), Question("a"), Question("b")
        other.answered.set()
        waiting = asyncio.create_task(flights.ask("/a", one))
        await asyncio.sleep(0)
        assert await flights.ask("/b", other) == (True, "b")
        one.answered.set()
        assert await waiting == (True, "a")

    run(story())


def test_long_targets_fill_no_memory():
    async def story():
        flights, question = Flights(), Question(None)
        question.answered.set()
        for number in range(flying.UNSHARED_LIMIT + 10):
            await flights.ask(("/", f"{number}" + "x" * 1000), question)
        assert len(flights._unshared) == flying.UNSHARED_LIMIT
        assert {type(key) for key in flights._unshared} == {int}

    run(story())
