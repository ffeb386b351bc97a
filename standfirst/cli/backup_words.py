"""What the backup's refusals mean to an operator, and what to do."""

from collections.abc import Mapping

from standfirst.cli.refusals import CommandRefused
from standfirst.transfer.backup.refusals import BackupRefused, Refusal

SENTENCES: Mapping[Refusal, str] = {
    Refusal.NOT_A_BACKUP: "This is no backup of Standfirst; name a file that `backup` wrote.",
    Refusal.BROKEN: "This backup is damaged ({detail}); nothing was touched, use another.",
    Refusal.UNSAFE: "This backup was tampered with ({detail}); nothing was touched.",
    Refusal.NEWER: "This backup is of a newer release ({detail}); install that one first.",
    Refusal.TOO_LARGE: "This backup is too large ({detail}); nothing was touched.",
    Refusal.OTHER_ENGINE: (
        "This backup is of a {detail} database and this site uses the other kind; "
        "set or unset DATABASE_URL."
    ),
    Refusal.SITE_EXISTS: "There is a site in {detail}; add --replace to put the backup in its place.",
    Refusal.NO_PROGRAM: "{detail} is not installed; install PostgreSQL's client programs.",
    Refusal.DATABASE_REFUSED: "PostgreSQL refused: {detail}.",
}


def in_words(refused: BackupRefused) -> CommandRefused:
    """The sentence for a refusal."""
    return CommandRefused(SENTENCES[refused.refusal].format(detail=refused.detail))
