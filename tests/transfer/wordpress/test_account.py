"""The account names everything, and is safe to open in a spreadsheet."""

import csv
from io import StringIO

import pytest

from standfirst.transfer.wordpress.account import (
    COLUMNS,
    entries,
    lines_of,
    notes_of,
    tally,
    write_report,
)
from standfirst.transfer.wordpress.spool import Spool, Waiting, left, taken

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def spool(tmp_path):
    spool = Spool(tmp_path)
    assert list(tmp_path.iterdir()) == [], "the file has no name"
    yield spool
    spool.close()


def wait(spool, kind, key, name="", digest="1"):
    return spool.add(
        Waiting(kind=kind, key=key, digest=digest, name=name or key, line=3, body="{}", number=key)
    )


def settle(spool, key, outcome):
    spool.settle(spool.row("key = ?", (key,)).seq, outcome)


def test_each_line_adds_up(spool):
    for number in range(5):
        wait(spool, "item:post", str(number))
    settle(spool, "0", taken(7, "a note"))
    settle(spool, "1", left("too old"))
    settle(spool, "2", left("too old"))
    settle(spool, "3", left("too new"))
    (line,) = lines_of(spool)
    assert (line.label, line.in_file, line.taken, line.before) == ("Posts", 5, 1, 0)
    assert line.left == {"not reached": 1, "too new": 1, "too old": 2}
    assert notes_of(spool) == [("a note", 1)]


def test_known_kinds_come_first_and_unknown_ones_have_a_name(spool):
    for kind in ("term:colour", "item:sermon", "comment", "author"):
        wait(spool, kind, kind)
    assert [line.label for line in lines_of(spool)] == [
        "Authors",
        "Comments",
        "Items of the kind “sermon”",
        "Labels of the kind “colour”",
    ]


def test_a_repetition_is_settled_and_another_thing_under_the_same_key_is_not(spool):
    assert wait(spool, "item:post", "7", "One", digest="a")
    assert not wait(spool, "item:post", "7", "One", digest="a")
    assert wait(spool, "item:post", "7", "Two", digest="b")
    assert not wait(spool, "item:post", "7", "Two", digest="b")
    assert [(each.name, each.why) for each in entries(spool)] == [
        ("One", "not reached"),
        ("One", "stands in the file a second time"),
        ("Two", "not reached"),
        ("Two", "stands in the file a second time"),
    ]


def test_what_is_counted_is_given_with_the_most_first(spool):
    for name in ("a", "b", "b"):
        spool.count("fields", name)
    assert tally(spool, "fields") == [("b", 2), ("a", 1)]


def test_the_report_has_a_line_for_each(spool):
    wait(spool, "comment", "7", 'Ada, "the weir"\nwriter')
    file = StringIO()
    assert write_report(spool, file) == 1
    head, row = csv.reader(StringIO(file.getvalue()))
    assert tuple(head) == COLUMNS
    assert row[:3] == ["comment", "7", 'Ada, "the weir"\nwriter']


def test_no_cell_of_the_report_is_a_formula(spool, test_data):
    text = (test_data / "xss-payloadsallthethings" / "CSV Injection" / "README.md").read_text()
    hostile = [line.strip() for line in text.splitlines() if line.strip().startswith(FORMULAS)]
    assert len(hostile) > 5
    for number, line in enumerate(hostile):
        wait(spool, "item:post", f"={number}", line)
        settle(spool, f"={number}", left(line))
    file = StringIO()
    write_report(spool, file)
    for row in csv.reader(StringIO(file.getvalue())):
        assert not any(cell.startswith(FORMULAS) for cell in row), row
