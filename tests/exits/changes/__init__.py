"""What people and jobs do to the paper, one change after another, each as it is really done."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from standfirst.lib.clock import now as clock


@dataclass(frozen=True)
class Change:
    """One change in words, what does it, and the words that nobody may read after it.

    No kept page has those words any more once the node has followed the log, and none shows them anew.
    """

    name: str
    act: Any
    gone: str = ""


@dataclass
class Changes:
    """Changes in the order in which they are made."""

    made: list = field(default_factory=list)

    def named(self, name):
        """Give one of the changes."""
        return next(change for change in self.made if change.name == name)

    def change(self, name, *, gone=""):
        """Add a function that makes a change to a world."""

        def add(act):
            self.made.append(Change(name, act, gone))
            return act

        return add


class World(SimpleNamespace):
    """Who acts, and what the changes before have left for those that follow."""

    def now(self):
        """Give a moment later than all that were given before, a minute apart."""
        self.minutes = getattr(self, "minutes", 0) + 1
        return clock() + timedelta(minutes=self.minutes)
