"""How far the pages of a folder follow the stale log, so that whoever comes next goes on from there."""

import os
import time
from contextlib import suppress
from pathlib import Path

from standfirst.delivery.followed import FILE
from standfirst.delivery.page_folder.files import put


class Trail:
    """One small file: its content is a position in the log, its time when the log was asked last."""

    def __init__(self, root: Path) -> None:
        self.file = root / FILE

    def position(self) -> int | None:
        """Give the position from which on a row is news to these pages; None if nobody knows."""
        try:
            return int(self.file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def note(self, position: int) -> None:
        """Say that the pages are true as far as this position of the log.

        Where nothing can be written (a full disk) the earlier position stays, which is as safe.
        """
        now = time.time_ns()
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            put(self.file, str(position).encode("ascii"), (now, now))
        except OSError:
            self.touch()

    def touch(self) -> None:
        """Say that the log was asked, though the pages are not true as far as that yet."""
        # Without a file nobody follows, which is what its absence says.
        with suppress(FileNotFoundError):
            os.utime(self.file)
