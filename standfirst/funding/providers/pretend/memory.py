"""A shelf that is gone with the process: for rehearsals that are played in one go, and for tests."""

import itertools
from collections.abc import Sequence

from standfirst.funding.providers.pretend.shelf import PREFIXES, Answer, Thing


class MemoryShelf:
    """Objects in memory. What ``find`` gives is the object itself."""

    def __init__(self) -> None:
        self.objects: dict[str, Thing] = {}
        self.answers: dict[str, Answer] = {}
        self._numbers = itertools.count(1)

    def new_ref(self, kind: str) -> str:
        """Give the next name."""
        return f"{PREFIXES[kind]}{next(self._numbers):06}"

    def find(self, ref: str) -> Thing | None:
        """Give one object."""
        return self.objects.get(ref)

    def lay(self, thing: Thing) -> None:
        """Keep an object."""
        self.objects[thing["id"]] = thing

    def listed(self, kind: str) -> Sequence[Thing]:
        """Give all of a kind, newest first."""
        return [one for one in reversed(self.objects.values()) if one["object"] == kind]

    def answer_to(self, key: str) -> Answer | None:
        """Give what was answered to an idempotency key."""
        return self.answers.get(key)

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Remember an answer."""
        self.answers[key] = answer
