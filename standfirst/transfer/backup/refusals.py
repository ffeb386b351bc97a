"""Why a backup is not taken, or not restored."""

from enum import StrEnum


class Refusal(StrEnum):
    """What is wrong, in the words of whoever restores."""

    NOT_A_BACKUP = "not_a_backup"
    BROKEN = "broken"
    UNSAFE = "unsafe"
    NEWER = "newer"
    TOO_LARGE = "too_large"
    OTHER_ENGINE = "other_engine"
    SITE_EXISTS = "site_exists"
    NO_PROGRAM = "no_program"
    DATABASE_REFUSED = "database_refused"


class BackupRefused(Exception):
    """A backup that is not taken or not restored; nothing was touched. ``detail`` is for people."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(f"{refusal.value}: {detail}")
        self.refusal = refusal
        self.detail = detail
