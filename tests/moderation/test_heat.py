"""How much is how heated."""

from dataclasses import replace

import pytest

from standfirst.moderation.heat import Signals, Step, is_higher, step_for

SET = Signals(comments=10, held=20, reports=5, bursts=1)


@pytest.mark.parametrize("name", ["comments", "held", "reports", "bursts"])
@pytest.mark.parametrize(
    ("times", "step"),
    [
        (0.99, Step.NONE),
        (1, Step.SLOW),
        (1.99, Step.SLOW),
        (2, Step.HOLD),
        (3, Step.REST),
        (9, Step.REST),
    ],
)
def test_each_signal_leads_to_each_step(name, times, step):
    measured = replace(Signals(), **{name: getattr(SET, name) * times})
    assert step_for(measured, SET) is step
    # Where its threshold is 0 it leads nowhere.
    assert step_for(measured, replace(SET, **{name: 0})) is Step.NONE


def test_the_strongest_signal_counts():
    assert step_for(Signals(comments=11, reports=10), SET) is Step.HOLD


def test_steps_are_ordered():
    assert [is_higher(a, b) for a, b in zip(list(Step)[1:], Step, strict=False)] == [True] * 3
    assert not is_higher(Step.SLOW, Step.SLOW)
    assert not is_higher(Step.NONE, Step.REST)
