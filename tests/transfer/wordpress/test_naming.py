from datetime import UTC, datetime, timedelta, timezone

import pytest

from standfirst.transfer.wordpress.naming import (
    moment_of,
    path_of,
    person_name,
    plain,
    title_of,
    wanted_slug,
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("The <em>gate</em>&nbsp;opens", "The gate opens"),
        ("[:fr]Sous le ciel[:][:en]Under heaven[:]", "Sous le ciel / Under heaven"),
        ("a\x00b\x7f c", "a b c"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_a_title_is_plain_words(html, words):
    assert plain(html) == words


def test_a_title_is_never_empty_nor_too_long():
    assert title_of("", "<p>The council met on Tuesday.</p>")[0] == "The council met on Tuesday."
    assert title_of(" ", "")[0] == "Untitled"
    words, notes = title_of("long " * 100, "")
    assert len(words) <= 255
    assert notes


@pytest.mark.parametrize(
    ("slug", "title", "wanted"),
    [
        ("the-gate", "", "the-gate"),
        ("draft-post.html", "", "draft-post"),
        ("blog2023/04/05/my-dated-post", "", "my-dated-post"),
        ("%ce%b5%cf%80%ce%af-2", "", "επί-2"),
        ("", "Who owns the gate?", "who-owns-the-gate"),
        ("🚀", "The gate", ""),
        ("", "!?", ""),
    ],
)
def test_a_slug_is_what_it_was(slug, title, wanted):
    assert wanted_slug(slug, title) == (wanted or wanted_slug("", title))


def test_a_time_is_taken_from_the_first_place_that_has_one():
    berlin = timezone(timedelta(hours=2))
    noon = datetime(2012, 4, 15, 12, 0, tzinfo=UTC)
    assert moment_of("2012-04-15 12:00:00", "2012-04-15 14:00:00", "", berlin) == noon
    assert moment_of("0000-00-00 00:00:00", "2012-04-15 14:00:00", "", berlin) == noon
    assert moment_of("", "", "Sun, 15 Apr 2012 12:00:00 +0000", berlin) == noon
    assert moment_of("", "nonsense", "Tue, 99 Xxx", berlin) is None


def test_a_path_has_its_query():
    assert path_of("https://old.example/2012/04/a/?x=1#y") == "/2012/04/a/?x=1"
    assert path_of("https://old.example/?p=5") == "/?p=5"
    assert path_of("https://old.example?p=5") == "/?p=5"
    assert path_of("https://old.example") == ""
    assert path_of("http://[broken") == ""


def test_a_name_is_short_and_plain():
    assert person_name("Ping 1 &laquo; <b>What</b>") == "Ping 1 « What"
    assert len(person_name("x" * 300)) <= 80
