import pytest

from standfirst.delivery.front.negotiation import chosen_coding

pytestmark = pytest.mark.any_engine
ALL = ("identity", "br", "zstd", "gzip")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, zstd", "zstd"),
        ("deflate", "identity"),
        ("unknown, x-more", "identity"),
        ("BR", "br"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "zstd"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("gzip;q=0.001", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=1.0", "gzip"),
        ("identity, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.0, br;q=0.000", "identity"),
        ("identity;q=0, gzip;q=0.2", "gzip"),
        # Everything refused: without coding, which everybody understands.
        ("identity;q=0", "identity"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip", "gzip"),
        # What cannot be read is no wish for that coding.
        ("br;q=2, gzip", "gzip"),
        ("br;q=high, gzip", "gzip"),
        ("br;q=-1, gzip", "gzip"),
        ("br;q=0.1234, gzip", "gzip"),
        (" br ; q=0.9 ,, gzip;level=9", "gzip"),
        (",;,=", "identity"),
    ],
)
def test_the_liked_coding_is_chosen(accepted, coding):
    assert chosen_coding(accepted, ALL) == coding


@pytest.mark.parametrize(
    ("available", "coding"),
    [
        (("identity",), "identity"),
        (("identity", "gzip"), "gzip"),
        (("identity", "zstd", "gzip"), "zstd"),
    ],
)
def test_only_what_is_there_is_chosen(available, coding):
    assert chosen_coding("br, zstd, gzip", available) == coding
