"""A paper to move into, and one way to move in."""

from dataclasses import dataclass
from datetime import UTC
from io import BytesIO

import pytest
from django.test import Client

from standfirst.newsroom import actions
from standfirst.transfer.actions import begin_run, finish_run
from standfirst.transfer.wordpress.account import entries, lines_of
from standfirst.transfer.wordpress.first_pass import read_into
from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.moving import settle_all
from standfirst.transfer.wordpress.spool import Spool
from standfirst.transfer.wordpress.uploads import Uploads


@dataclass
class Account:
    """What a move said, in a form that tests compare."""

    move: Move
    lines: dict
    entries: list

    def of(self, kind, number=""):
        """Give the entry of one thing."""
        found = [
            each
            for each in self.entries
            if each.kind == kind and (not number or each.number == number)
        ]
        assert len(found) == 1, found
        return found[0]

    def counts(self, label):
        line = self.lines[label]
        return line.in_file, line.taken, line.before, line.left_count


@pytest.fixture
def home(db, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return actions.found_paper(name="The Weir Courier", now=now)


@pytest.fixture
def move_in(home, now, tmp_path):
    """Move a paper in: `move_in(wxr(...))` or `move_in(path)`, and give the account."""

    def go(source, *, media=None, is_rehearsal=False):
        spool = Spool(tmp_path)
        stream = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        with stream:
            facts = read_into(spool, stream)
        move = Move(
            spool=spool,
            facts=facts,
            home=home,
            zone=UTC,
            now=now,
            uploads=Uploads(media) if media else None,
        )
        if not is_rehearsal:
            move.run = begin_run(source=facts.source, file_digest=facts.digest, now=now)
        for _ in settle_all(move):
            pass
        if move.run is not None:
            finish_run(run=move.run, now=now)
        lines = {line.label: line for line in lines_of(spool)}
        return Account(move, lines, list(entries(spool)))

    return go


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1:8000"})
