"""Bytes in memory, bounded: what nobody asked for longest goes first."""

from collections import OrderedDict
from contextlib import suppress

from standfirst.delivery.front.kept import Kept, Variant


class Memory:
    """The files held, by name."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, name: str) -> Kept | None:
        """Give what is held under a name, and note that it was asked for."""
        found = self._kept.get(name)
        if found is not None:
            # The server's thread asks too, and the event loop's may let go in between.
            with suppress(KeyError):
                self._kept.move_to_end(name)
        return found

    def keep(self, name: str, kept: Kept) -> None:
        """Hold a file, in place of an earlier state of it."""
        self.forget(name)
        self._kept[name] = kept
        self.held += kept.bytes_held
        self._make_room()

    def fill(self, name: str, kept: Kept, variant: Variant, body: bytes) -> None:
        """Hold one coding's bytes too, unless they are larger than a quarter of the room."""
        if variant.body is not None or len(body) > self.limit // 4:
            return
        variant.body = body
        kept.bytes_held += len(body)
        if self._kept.get(name) is kept:
            self.held += len(body)
            self._make_room()

    def forget(self, name: str) -> None:
        """Hold the file no longer."""
        gone = self._kept.pop(name, None)
        if gone is not None:
            self.held -= gone.bytes_held

    def _make_room(self) -> None:
        while self.held > self.limit:
            _name, oldest = self._kept.popitem(last=False)
            self.held -= oldest.bytes_held


class Targets:
    """Which file a target is, as computed or as the app said; bounded, oldest go first."""

    def __init__(self, limit: int = 20_000, longest: int = 600) -> None:
        self.limit = limit
        self.longest = longest
        self._names: OrderedDict[tuple[str, str], str] = OrderedDict()

    def find(self, path: str, query: str) -> str | None:
        """Give the file that the target is known to be."""
        return self._names.get((path, query))

    def note(self, path: str, query: str, name: str) -> None:
        """Remember a target, unless it is so long that remembering it would be an attack."""
        if len(path) + len(query) > self.longest:
            return
        self._names[path, query] = name
        self._names.move_to_end((path, query))
        if len(self._names) > self.limit:
            self._names.popitem(last=False)
