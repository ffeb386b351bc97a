"""The newest events in memory, so that ten thousand clients that come back ask the log nothing."""

from collections import deque
from collections.abc import Collection, Iterable

from standfirst.delivery.live.wire import Cursor, Told

MOST_RECENT = 2000
# More than this a page is not told one by one: it had better be read again.
MOST_REPLAYED = 200


class Recent:
    """A bounded row of events in the order in which they became visible, each once."""

    def __init__(self, size: int = MOST_RECENT) -> None:
        self.size = size
        self.events: deque[Told] = deque()
        self.numbers: set[int] = set()
        self.newest = 0
        self.lost = 0
        """The highest order of an event that is not here any more."""
        self.lost_at = 0.0

    def add(self, events: Iterable[Told]) -> list[Told]:
        """Take events in, and give those that were not here yet."""
        news = []
        for event in events:
            if event.number in self.numbers:
                continue
            news.append(event)
            self.events.append(event)
            self.numbers.add(event.number)
            self.newest = max(self.newest, event.number)
            if len(self.events) > self.size:
                self._lose(self.events.popleft())
        return news

    def _lose(self, event: Told) -> None:
        self.numbers.discard(event.number)
        self.lost = max(self.lost, event.order)
        self.lost_at = max(self.lost_at, event.at)

    def covers(self, cursor: Cursor) -> bool:
        """Whether all that came after a place is here. A number from the future is a stranger's."""
        return cursor.position > self.lost and cursor.number <= self.newest

    def after(self, cursor: Cursor, topics: Collection[str]) -> list[Told]:
        """Give what came after a place, of some topics."""
        wanted = set(topics)
        return [
            event
            for event in self.events
            if event.order >= cursor.position and event.topic in wanted
        ]

    def covers_since(self, time: float) -> bool:
        """Whether all that happened from a time on (unix seconds) is here."""
        return time > self.lost_at

    def since(self, time: float, topics: Collection[str]) -> list[Told]:
        """Give what happened from a time on, of some topics."""
        wanted = set(topics)
        return [event for event in self.events if event.at >= time and event.topic in wanted]
