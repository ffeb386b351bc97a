from datetime import timedelta

import pytest

from standfirst.newsroom.rules import AROUND, difference_of, shown_update


def test_an_update_is_shown_when_it_came_later(now):
    assert shown_update(now, now + timedelta(hours=2)) == now + timedelta(hours=2)


def test_a_slip_mended_within_the_hour_is_not_an_update(now):
    assert shown_update(now, now + timedelta(minutes=59)) is None
    assert shown_update(now, now) is None


def test_what_never_appeared_was_not_updated(now):
    assert shown_update(None, now) is None
    assert shown_update(now, None) is None


class TestDifference:
    def test_it_is_told_by_words_and_by_place(self):
        before = {"headline": "Six offices", "a": "The gate is shut.", "b": "Gone."}
        after = {"headline": "Four offices", "a": "The gate is shut.", "c": "New."}
        assert difference_of(before, after) == [
            [["deletion", "Six"], ["addition", "Four"], ["equal", " offices"]],
            [["addition", "New."]],
            [["deletion", "Gone."]],
        ]

    def test_of_what_is_equal_only_what_stands_around_is_kept(self):
        words = "so it went on and on " * 20
        [[first, gone, new, last]] = difference_of(
            {"a": f"{words}six {words}"}, {"a": f"{words}four {words}"}
        )
        assert (gone, new) == (["deletion", "six"], ["addition", "four"])
        assert first[1].startswith("… ")
        assert last[1].endswith(" …")
        assert max(len(first[1]), len(last[1])) <= AROUND + 2

    @pytest.mark.parametrize("new", ["x" * 3000, "y z " * 600])
    def test_another_report_has_none(self, new):
        assert difference_of({"a": "one two " * 300}, {"a": new}) == []

    def test_nothing_changed_is_nothing(self):
        assert difference_of({"a": "x"}, {"a": "x"}) == []
