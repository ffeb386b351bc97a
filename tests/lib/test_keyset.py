import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.lib.keyset import decode_cursor, encode_cursor

pytestmark = pytest.mark.any_engine


@given(st.lists(st.one_of(st.integers(-(2**63) + 1, 2**63 - 1), st.text(max_size=20)), max_size=4))
def test_a_cursor_reads_back(values):
    text = encode_cursor(*values)
    if len(text) <= 400:
        assert decode_cursor(text) == tuple(values)


@pytest.mark.parametrize(
    "garbage",
    ["", "x", "é", "A" * 500, "bnVsbA", "e30", "WzEuNV0", "W3RydWVd", "WzFlOTld", "W1tdXQ", "////"],
)
def test_garbage_is_no_cursor(garbage):
    assert decode_cursor(garbage) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    decode_cursor(text)
