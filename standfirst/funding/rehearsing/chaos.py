"""What can go wrong between a provider and us, dealt out by a seeded chance."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from standfirst.funding.actions.events import receive_event
from standfirst.funding.providers.interface import EventRefused, Provider
from standfirst.funding.providers.pretend.api import Request
from standfirst.funding.providers.pretend.post import packed, signed
from standfirst.funding.providers.pretend.shelf import Thing

Answering = Callable[[Request], tuple[int, Thing]]


@dataclass(frozen=True)
class Chances:
    """How likely each trouble is, from 0 to 1; none of it by itself."""

    duplicated: float = 0
    reordered: float = 0
    delayed: float = 0
    lost: float = 0
    corrupted: float = 0
    failed_before: float = 0
    failed_after: float = 0


CALM = Chances()
FULL = Chances(
    duplicated=0.3,
    reordered=0.5,
    delayed=0.3,
    lost=0.15,
    corrupted=0.15,
    failed_before=0.04,
    failed_after=0.04,
)


@dataclass
class Post:
    """Carries the provider's events to our door, more or less well. Counts what it did to them."""

    provider: Provider
    secret: str
    random: Random
    chances: Chances
    waiting: list[Thing] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def hand_over(self, event: Thing) -> None:
        """Take an event, or lose it."""
        if self._happens("lost", self.chances.lost):
            return
        self.waiting.append(event)
        if self._happens("duplicated", self.chances.duplicated):
            self.waiting.append(event)

    def deliver(self, *, now: datetime, is_last: bool = False) -> None:
        """Bring what waits to the door; what is delayed waits for the next time."""
        going, self.waiting = self.waiting, []
        if len(going) > 1 and self._happens("reordered", self.chances.reordered):
            self.random.shuffle(going)
        for event in going:
            if not is_last and self._happens("delayed", self.chances.delayed):
                self.waiting.append(event)
            else:
                self._bring(event, now)

    def _bring(self, event: Thing, now: datetime) -> None:
        body = packed(event)
        headers = signed(body, secret=self.secret, at=now)
        if self._happens("corrupted", self.chances.corrupted):
            place = self.random.randrange(len(body))
            body = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        try:
            receive_event(provider=self.provider, body=body, headers=headers, now=now)
        except EventRefused:
            # As Stripe does with what is not answered by a 200: it comes again.
            self.count("refused and sent again")
            self.waiting.append(event)

    def _happens(self, what: str, chance: float) -> bool:
        happens = self.random.random() < chance
        if happens:
            self.count(what)
        return happens

    def count(self, what: str) -> None:
        """Note that something happened."""
        self.counts[what] = self.counts.get(what, 0) + 1


def troubled(answering: Answering, post: Post) -> Answering:
    """Let an API fail now and then: before it did anything, or after it did it."""

    def answer(request: Request) -> tuple[int, Thing]:
        said = {"error": {"type": "api_error", "message": "Something went wrong here."}}
        if post.random.random() < post.chances.failed_before:
            post.count("calls that failed")
            return 503, said
        answered = answering(request)
        if post.random.random() < post.chances.failed_after:
            post.count("calls that failed after they were accepted")
            return 500, said
        return answered

    return answer
