"""Pages on which a number or a list has become old: mended when they may not grow older.

A front asks about such a page when somebody reads it. This is for those that nobody read in time, and
for a web server in the front's place, which asks nobody.

A key that few pages show (a discussion, a section's list) is mended page by page. One that very many
show (one meter on the whole paper) must not have all of them rendered: those that nobody asks for
are dropped, some at a time, and of the others one a second is baked anew.
"""

from collections.abc import Iterable

from standfirst.delivery.followed import GRACE_SECONDS
from standfirst.delivery.keeping import Shelf
from standfirst.delivery.page_folder import KeptPage

FEW = 200
LOOK_EVERY_SECONDS = 1.0
# A page of few is baked anew if it was asked for since it grew old, as a front would have it.
ASKED_OF_LATE_SECONDS = 140.0
ASKED_WITHIN_SECONDS = 3600.0


class Softening:
    """What has become old softly on the pages of one shelf. Times are Unix seconds."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.due: dict[str, float] = {}
        """When each page that shows such a thing is to be looked at."""
        self.walks: dict[str, str] = {}
        """For each key that very many pages show, the last of them that was looked at."""
        self.again: set[str] = set()
        """Keys that changed while their pages were walked through."""
        self.looked_at = 0.0

    def note(self, keys: Iterable[str]) -> None:
        """Say that things have changed."""
        for key in set(keys):
            if key in self.walks:
                self.again.add(key)
                continue
            showing = self.shelf.index.showing_softly(key, after="", most=FEW + 1)
            if len(showing) > FEW:
                self.walks[key] = ""
            else:
                self.due |= {name: 0.0 for name in showing if name not in self.due}

    def take_ripe(self, now: float) -> list[str]:
        """Drop what is too old and not asked for; give what is to be baked anew."""
        if now < self.looked_at + LOOK_EVERY_SECONDS:
            return []
        self.looked_at = now
        ripe = [address for address, at in self.due.items() if at <= now]
        anew: list[str] = []
        going: list[str] = []
        for address in ripe:
            page = self._ripe(address, now)
            if page is not None:
                is_read = now - page.asked_at < ASKED_OF_LATE_SECONDS
                (anew if is_read else going).append(address)
        self.shelf.drop(going)
        for key in tuple(self.walks):
            anew += self._walk(key, now)
        # Last, so that after a failure on the way all of it is looked at again.
        self.due = {address: at for address, at in self.due.items() if at > now}
        return anew

    def _ripe(self, address: str, now: float) -> KeptPage | None:
        """Give the page if it is too old; note when to look again if it may yet become that."""
        page = self.shelf.folder.find(address)
        if page is None:
            return None
        ripe_at = page.baked_at + page.bake.soft_seconds + GRACE_SECONDS
        if ripe_at > now:
            self.due[address] = ripe_at
            return None
        return page if self.shelf.find_true(address, now) is None else None

    def _walk(self, key: str, now: float) -> list[str]:
        """Go on through the pages of a key as far as one to bake, or for so many of them."""
        last = self.walks[key]
        addresses = self.shelf.index.showing_softly(key, after=last, most=FEW)
        going: list[str] = []
        anew: list[str] = []
        for address in addresses:
            last = address
            page = self._ripe(address, now)
            if page is None:
                continue
            if now - page.asked_at < ASKED_WITHIN_SECONDS:
                anew.append(address)
                break
            going.append(address)
        self.shelf.drop(going)
        self.walks[key] = last
        if len(addresses) < FEW and not anew:
            del self.walks[key]
            if key in self.again:
                self.again.discard(key)
                self.walks[key] = ""
        return anew
