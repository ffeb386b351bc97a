"""How heated a discussion is, and what is done about it: pure arithmetic of what the paper has set."""

from dataclasses import dataclass, fields
from enum import StrEnum


class Step(StrEnum):
    """What is done, from nothing to everything. Each ends by itself."""

    NONE = ""
    SLOW = "slow"
    HOLD = "hold"
    REST = "rest"


# So many times the threshold leads to which step.
STEPS = ((3, Step.REST), (2, Step.HOLD), (1, Step.SLOW))


@dataclass(frozen=True)
class Signals:
    """What is measured of a discussion, or how much of it is heat. 0 as a threshold is never reached.

    Comments a minute, over the last five; the share that screens held, in percent, for reasons that
    nobody announced, of at least ten comments in a quarter of an hour; open reports, and bursts of
    votes, of that time.
    """

    comments: float = 0
    held: float = 0
    reports: float = 0
    bursts: float = 0

    def over(self, thresholds: "Signals") -> dict[str, float]:
        """Give how many times each threshold is reached that is set."""
        found = {}
        for field in fields(self):
            threshold = getattr(thresholds, field.name)
            if threshold > 0:
                found[field.name] = getattr(self, field.name) / threshold
        return found


def step_for(signals: Signals, thresholds: Signals) -> Step:
    """Say what is to be done: slow once a threshold is reached, hold at twice it, rest at three times."""
    most = max(signals.over(thresholds).values(), default=0)
    return next((step for times, step in STEPS if most >= times), Step.NONE)


def is_higher(step: Step, than: Step) -> bool:
    """Say whether a step does more than another."""
    order = list(Step)
    return order.index(step) > order.index(than)
