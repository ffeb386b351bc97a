"""What both tellings of the whole story share: the words in it, the mails, the restored paper."""

import difflib
import re
from contextlib import contextmanager

from standfirst.transfer.backup.restoring import restore_backup
from tests.cli.sites import served

ADDRESS = "/river/who-owns-the-gate/"
QUESTION = "Who had the key on the night of the flood?"
FIRST_WORDS = "The key hung in the mill untill the spring."
MENDED = "The key hung in the mill until the spring."
REPLY = "It hung there in April still; I saw it."
SECOND_REPLY = "And in May."
# Where the story shows: what a backup must bring back as it was.
PLACES = ("/", ADDRESS, f"{ADDRESS}comments/", "/support/river/", "/ledger/river/")


def link_in(mail, start):
    """Give the address in a mail that begins with a path of ours."""
    return re.search(rf"http://127\.0\.0\.1:8000({re.escape(start)}\S+)", mail.body)[1]


@contextmanager
def restored_elsewhere(file, *, folder, static_files, now):
    """Serve the site that a backup makes in an empty folder; give its port. SQLite only."""
    restore_backup(source=file, site=folder, may_replace=False, now=now, watch=lambda size: None)
    (folder / "static").symlink_to(static_files)
    with served(folder, folder.parent / "log") as (port, _):
        yield port


def differing(lines, others):
    """Give the lines in which two looks at a page differ."""
    found = difflib.unified_diff(lines, others, n=0, lineterm="")
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]
