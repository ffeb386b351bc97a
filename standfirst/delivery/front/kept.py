"""What memory holds of one file: its state, its codings, and the headers of each, made once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from standfirst.delivery.front.negotiation import chosen_coding

Headers = list[tuple[str, str]]
# Identity of a file's content: (mtime in nanoseconds, size, inode).
State = tuple[int, int, int]
# Different Accept-Encoding headers whose answer one file remembers; browsers send a handful.
REMEMBERED_WISHES = 32
LONGEST_WISH = 100
# What an entry weighs besides its bytes: objects and headers, measured at about 6 kB.
ENTRY_BYTES = 6_000


@dataclass(slots=True, eq=False)
class Variant:
    """One coding of a file's bytes. ``body`` is None until somebody asks for it."""

    file: str
    size: int
    etag: str
    # The time of change of what it codes, in seconds since 1970.
    modified: int
    # For 200; for HEAD, with the length, which nothing else gives there; for 304.
    headers: Headers
    head_headers: Headers
    unchanged_headers: Headers
    body: bytes | None = None


@dataclass(slots=True, eq=False)
class Kept:
    """A file as it was in one state. Another state is another object."""

    file: str
    state: State
    variants: Mapping[str, Variant]
    # Seconds that the app's word holds; None for files that are no pages.
    soft_seconds: float | None = None
    # When its bytes are no longer known to be right, in seconds since 1970.
    fresh_until: float = float("inf")
    # When to ask (again) whether they are.
    ask_at: float = 0.0
    bytes_held: int = ENTRY_BYTES
    _wishes: dict[str | None, Variant] = field(default_factory=dict)

    def variant_for(self, accepted: str | None) -> Variant:
        """Give the coding that suits an Accept-Encoding header."""
        found = self._wishes.get(accepted)
        if found is None:
            found = self.variants[chosen_coding(accepted, tuple(self.variants))]
            if len(self._wishes) < REMEMBERED_WISHES and len(accepted or "") <= LONGEST_WISH:
                self._wishes[accepted] = found
        return found

    def note_confirmed(self, at: float) -> None:
        """The app said at this time that these bytes are right."""
        if self.soft_seconds is not None:
            self.fresh_until = max(self.fresh_until, at + self.soft_seconds)
