"""Keeping a finished page as files, atomically, and reading and dropping it."""

import gzip
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli
import zstandard

from standfirst.delivery.page_folder.addresses import FILES, QUERIED, place_of

META = ".meta"
# Milliseconds for a page of 60 kB; the last tenth of the size would cost ten times as much.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda body: gzip.compress(body, 6, mtime=0),
    ".br": lambda body: brotli.compress(body, quality=5),
    ".zst": lambda body: zstandard.compress(body, 6),
}
SIDECARS = (*ENCODERS, META)
# What `st_blocks` counts in, whatever the file system's own blocks are (stat(2)).
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Bake:
    """What is known of one render: its address, what it showed, and when it was begun.

    ``position`` is the stale log's before the first query; ``soft_seconds`` is how old it may get
    when only soft keys went stale; after ``until`` it is no longer true. Times are Unix seconds.
    """

    address: str
    type: str
    soft_seconds: int
    position: int
    begun_at: float
    hard: tuple[str, ...]
    soft: tuple[str, ...]
    until: float | None = None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that lies in the folder. Times are Unix seconds.

    When it was asked for is when its file was read (atime): any web server that serves the folder
    notes it so, and a mount with `relatime` does it at least once after each bake.
    """

    bake: Bake
    place: Path
    baked_at: float
    asked_at: float


class PageFolder:
    """The finished pages of one machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, address: str) -> Path | None:
        """Give the file of an address's body, whether it is there or not; None if never kept."""
        place = place_of(address)
        return None if place is None else self.root / place

    def find(self, address: str) -> KeptPage | None:
        """Give the page of an address, if it is there whole."""
        place = self.place(address)
        return None if place is None else read(place)

    def keep(self, bake: Bake, body: bytes, asked_at: float | None = None) -> KeptPage | None:
        """Write a page's files, the body last: it is there from that moment on.

        ``asked_at`` is when somebody last asked for it; None says now. Gives None for an address
        that is never kept, or where a folder stands in its way.
        """
        place = self.place(bake.address)
        if place is None:
            return None
        moment = time.time_ns()
        times = (moment if asked_at is None else int(asked_at * 10**9), moment)
        copies = {ending: encode(body) for ending, encode in ENCODERS.items()}
        copies[META] = json.dumps(asdict(bake), separators=(",", ":")).encode()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            for ending, content in copies.items():
                if ending == META or len(content) < len(body):
                    put(place.with_name(place.name + ending), content, times)
            put(place, body, times)
        except (IsADirectoryError, NotADirectoryError, FileExistsError):
            return None
        return read(place)

    def drop(self, address: str) -> None:
        """Take a page away, the body first. One that is not there is no fault."""
        place = self.place(address)
        if place is not None:
            take_away(place)

    def pages(self) -> Iterator[KeptPage]:
        """Give every page that lies here."""
        for part in (FILES, QUERIED):
            for folder, _, names in os.walk(self.root / part):
                for name in names:
                    if name.endswith(META) and (page := read(Path(folder, name[: -len(META)]))):
                        yield page


def read(place: Path) -> KeptPage | None:
    """Read what is known of the page whose body lies here; None if it is not there whole."""
    beside = place.with_name(place.name + META)
    try:
        body = place.stat()
        with beside.open("rb") as file:
            # The sidecar of another bake, just being put in place or taken away, does not count.
            if os.fstat(file.fileno()).st_mtime_ns != body.st_mtime_ns:
                return None
            values = json.loads(file.read())
    except (OSError, ValueError):
        return None
    values["hard"], values["soft"] = tuple(values["hard"]), tuple(values["soft"])
    return KeptPage(Bake(**values), place, body.st_mtime, body.st_atime)


def size_of(place: Path) -> int:
    """Bytes that the files of the page whose body lies here take on the disk."""
    size = 0
    for ending in ("", *SIDECARS):
        try:
            size += place.with_name(place.name + ending).stat().st_blocks * BLOCK
        except OSError:
            continue
    return size


def etag_of(body: bytes) -> str:
    """Name a page's content: the same bytes have the same name on every node."""
    return hashlib.sha256(body).hexdigest()[:32]


def put(place: Path, content: bytes, times: tuple[int, int]) -> None:
    """Write a file beside its place and move it there in one step; ``times`` as `os.utime` has."""
    unfinished = place.with_name(f".{secrets.token_hex(8)}")
    try:
        unfinished.write_bytes(content)
        os.utime(unfinished, ns=times)
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def take_away(place: Path) -> None:
    """Remove the files of one page, the body first."""
    for ending in ("", *SIDECARS):
        try:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        except (IsADirectoryError, NotADirectoryError, PermissionError):
            return
