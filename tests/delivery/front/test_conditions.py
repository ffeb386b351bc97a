import pytest

from standfirst.delivery.front.conditions import http_date, is_unchanged

pytestmark = pytest.mark.any_engine
ETAG = '"abc-br"'
MODIFIED = 1_700_000_000


def unchanged(none_match=None, modified_since=None):
    return is_unchanged(
        none_match=none_match, modified_since=modified_since, etag=ETAG, modified=MODIFIED
    )


@pytest.mark.parametrize(
    "tags",
    [ETAG, f"W/{ETAG}", "*", " * ", f'"x", {ETAG}', f'W/"x" , W/{ETAG},"y"', f'"a,b",{ETAG}'],
)
def test_who_has_the_bytes_is_told_so(tags):
    assert unchanged(tags)


@pytest.mark.parametrize(
    "tags", ["", "abc-br", '"abc"', '"abc-gzip"', '"*"', 'w/"abc-br', '"ABC-br"', '"abc-br', ",,"]
)
def test_other_tags_are_not_the_bytes(tags):
    assert not unchanged(tags)


@pytest.mark.parametrize(
    ("date", "has_them"),
    [
        (http_date(MODIFIED), True),
        (http_date(MODIFIED + 60), True),
        (http_date(MODIFIED - 1), False),
        ("Tuesday, 14-Nov-23 22:13:20 GMT", True),
        ("yesterday", False),
        ("", False),
        ("Tue, 99 Nov 2023 22:13:20 GMT", False),
        ("Tue, 14 Nov 99999999999 22:13:20 GMT", False),
    ],
)
def test_dates(date, has_them):
    assert unchanged(modified_since=date) is has_them


def test_where_there_are_tags_the_date_is_not_asked():
    assert not unchanged('"other"', http_date(MODIFIED + 60))
    assert unchanged(ETAG, http_date(MODIFIED - 60))


def test_without_a_condition_the_bytes_are_sent():
    assert not unchanged()
