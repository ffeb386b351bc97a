"""A wire across the table of comments: no state changes without a decision, but by its author.

Stretched under every test of the apps that reach comments, so that it stands at whatever action or route
those tests call. It sees SQL, so that no way of writing passes it.
"""

import re
import sys
from dataclasses import dataclass, field

import pytest
from django.db import connection

CHANGES = re.compile(r'UPDATE "discussion_comment" SET (?P<columns>.*?) WHERE ', re.DOTALL)
STATE = re.compile(r'"state" = ')
DECIDES = re.compile(r'INSERT INTO "moderation_decision"')
ACTION = re.compile(r"/standfirst/(\w+/actions[/.]|accounts/erasing)")
OURS = re.compile(r"/standfirst/(?!.*/site-packages/)")
# The author's own will: taking a comment back, and being erased.
AUTHORS_OWN = {
    ("discussion/actions/comments.py", "withdraw_comment"),
    ("discussion/actions/erasing.py", "erase"),
}


@dataclass
class Tripwire:
    """What changed comments, by the outermost action that was under way, and whether it decided.

    What was rolled back changed nothing, nor did an UPDATE that met no row.
    """

    changed: list = field(default_factory=list)
    decided: list = field(default_factory=list)
    loose: list = field(default_factory=list)
    begun: dict = field(default_factory=dict)
    outer: int = 0

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found = CHANGES.search(sql)
        if found and STATE.search(found["columns"]) and context["cursor"].rowcount:
            self.note_change()
        elif sql.startswith("SAVEPOINT"):
            self.begun[sql.split()[1]] = len(self.changed)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del self.changed[self.begun.get(sql.split()[3], 0) :]
        elif DECIDES.search(sql):
            # Frames are kept, so that none of another call is taken for one of these.
            self.decided.append(outermost_action())
        return result

    def note_change(self):
        frames = list(frames_of_ours())
        if not frames or any(is_authors_own(frame) for frame in frames):
            return
        if connection.in_atomic_block and len(connection.atomic_blocks) > self.outer:
            self.changed.append((outermost_action(), described(frames[0])))
        else:
            self.loose.append(described(frames[0]))

    def faults(self):
        undecided = [
            place for frame, place in self.changed if not any(frame is one for one in self.decided)
        ]
        return undecided + [f"{place}, outside of a transaction" for place in self.loose]


def frames_of_ours():
    """Give the frames of the program that are under way, the innermost first."""
    frame = sys._getframe(2)
    while frame is not None:
        if OURS.search(frame.f_code.co_filename):
            yield frame
        frame = frame.f_back


def outermost_action():
    actions = [frame for frame in frames_of_ours() if ACTION.search(frame.f_code.co_filename)]
    return actions[-1] if actions else None


def is_authors_own(frame):
    code = frame.f_code
    return any(
        code.co_filename.endswith(f"/standfirst/{place}") and code.co_name == name
        for place, name in AUTHORS_OWN
    )


def described(frame):
    return f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}"


@pytest.fixture
def tripwire(db):
    """Stretch the wire for one test; it fails at the end if something went through it."""
    wire = Tripwire(outer=len(connection.atomic_blocks))
    with connection.execute_wrapper(wire):
        yield wire
    assert wire.faults() == [], "A comment's state changed without a decision beside it."


# The tests that reach comments by actions and routes. Others have none, or begin processes of their own.
WATCHED = ("discussion", "desk", "moderation", "accounts", "journeys", "exits", "hostile")


@pytest.fixture(autouse=True)
def under_the_wire(request):
    """Stretch the wire under every test of these folders that has a database."""
    folder = request.node.path.parts[request.node.path.parts.index("tests") + 1]
    if folder in WATCHED and request.node.get_closest_marker("django_db"):
        request.getfixturevalue("tripwire")
