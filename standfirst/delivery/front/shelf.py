"""What can be given without the app: pages and static files, from memory as long as the file that
they came from is still the same.

`give_from_memory` is the way of nearly every request and is kept short: two look-ups, one `stat`,
headers that were made when the file was read.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from standfirst.delivery.followed import GRACE_SECONDS, is_followed
from standfirst.delivery.front.answering import give
from standfirst.delivery.front.kept import Headers, Kept, Variant
from standfirst.delivery.front.memory import Memory, Targets
from standfirst.delivery.front.reading import (
    note_read,
    read_page,
    read_static,
    read_whole,
    state_of,
)
from standfirst.delivery.front.rsgi import HTTPProtocol, Scope
from standfirst.delivery.front.settings import FrontSettings
from standfirst.delivery.front.targets import STATIC, page_name, static_name

ASK_AGAIN_SECONDS = 1.0
# After a question that the app did not answer, the old page counts as right for so long.
UNANSWERED_SECONDS = 5.0
# The time of the last reading is noted so often.
NOTE_EVERY_SECONDS = 60.0
# Whether somebody keeps the pages true is looked at so often.
LOOK_EVERY_SECONDS = 1.0

Renew = Callable[[str, Kept, str, str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file, the coding that suits a client, and its bytes."""

    kept: Kept
    variant: Variant
    body: bytes


class Shelf:
    """The files of one site. ``renew`` is called, now and then, for a page that grows old."""

    def __init__(self, settings: FrontSettings, common: Headers, *, renew: Renew) -> None:
        self.settings = settings
        self.memory = Memory(settings.memory_bytes)
        # Apart, so that no number of odd queries drives out a path.
        self.paths = Targets()
        self.queried = Targets()
        self._common = common
        self._renew = renew
        self._looked_at, self._is_followed = 0.0, False

    def give_from_memory(self, scope: Scope, protocol: HTTPProtocol) -> bool:
        """Answer from memory; False, and no answer, where that is not enough."""
        method = scope.method
        if method not in {"GET", "HEAD"}:
            return False
        path, query = scope.path, scope.query_string
        name = (self.queried if query else self.paths).find(path, query)
        if name is None or (kept := self.memory.find(name)) is None:
            return False
        try:
            found = os.stat(kept.file)  # noqa: PTH116 (a string is what there is)
        except OSError:
            self.memory.forget(name)
            return False
        if state_of(found) != kept.state:
            return False
        headers = scope.headers
        variant = kept.variant_for(headers.get("accept-encoding"))
        if variant.body is None:
            return False
        now = time.time()
        if not self.may_be_shown(name, kept, now, path, query):
            return False
        if kept.soft_seconds is not None and now - found.st_atime > NOTE_EVERY_SECONDS:
            note_read(kept.file, now)
        give(protocol, method, headers, variant, variant.body)
        return True

    def name_of(self, path: str, query: str) -> str | None:
        """Give the file that a target is, or would be, if it has one."""
        known = (self.queried if query else self.paths).find(path, query)
        if known is not None:
            return known
        if path.startswith(STATIC):
            return f"static:{static}" if (static := static_name(path)) else None
        return None if query else page_name(path)

    def note(self, path: str, query: str, name: str) -> None:
        """Remember that a target is a file that there is."""
        (self.queried if query else self.paths).note(path, query, name)

    def load(self, name: str, accepted: str | None) -> Loaded | None:
        """Give a file as it is now, from memory or from the disk; None if there is none."""
        # A page may be baked anew between two of its files being read.
        for _ in range(3):
            kept = self._current(name)
            if kept is None:
                return None
            variant = kept.variant_for(accepted)
            body = variant.body
            if body is None:
                body = read_whole(variant.file, self._time_of(name, kept))
            if body is not None:
                self.memory.fill(name, kept, variant, body)
                return Loaded(kept, variant, body)
            self.memory.forget(name)
        return None

    def may_be_shown(self, name: str, kept: Kept, now: float, path: str, query: str) -> bool:
        """Whether a page may be shown before the app has been asked about it.

        It always may where the pages are followed: what is wrong is gone. At most a number or a
        list on it is old; the app is asked about that while it is shown.
        """
        if now < kept.fresh_until:
            return True
        if now >= kept.fresh_until + GRACE_SECONDS and not self._are_followed(now):
            return False
        if now >= kept.ask_at:
            kept.ask_at = now + ASK_AGAIN_SECONDS
            self._renew(name, kept, path, query)
        return True

    def _are_followed(self, now: float) -> bool:
        if now >= self._looked_at + LOOK_EVERY_SECONDS:
            self._looked_at, self._is_followed = now, is_followed(self.settings.pages, now)
        return self._is_followed

    def _current(self, name: str) -> Kept | None:
        kept = self.memory.find(name)
        if kept is not None:
            try:
                if state_of(os.stat(kept.file)) == kept.state:  # noqa: PTH116
                    return kept
            except OSError:
                pass
            self.memory.forget(name)
        kept = self._read(name)
        if kept is not None:
            self.memory.keep(name, kept)
        return kept

    def _read(self, name: str) -> Kept | None:
        if name.startswith("static:"):
            return read_static(self.settings.static, name.removeprefix("static:"), self._common)
        return read_page(self.settings.pages, name, self._common, self.settings.cdn)

    @staticmethod
    def _time_of(name: str, kept: Kept) -> int | None:
        return None if name.startswith("static:") else kept.state[0]
