import pytest

from standfirst.lib.row_key import row_key


@pytest.mark.parametrize(("text", "key"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_of_a_row_is_read(text, key):
    assert row_key(text) == key


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 1", "1e3", "²", "٣", "9" * 19, "9" * 5000])
def test_what_no_row_can_have_is_none(text):
    assert row_key(text) is None
