import pytest

from standfirst.lib.columns import NONE, Keep, Kind, Tag, parse_tag, personal

pytestmark = pytest.mark.any_engine


def test_a_tag_reads_back():
    tag = parse_tag(personal("to answer", Keep.UNTIL_ERASED))
    assert tag == Tag(Kind.PERSONAL, "to answer", Keep.UNTIL_ERASED)
    assert parse_tag(NONE) == Tag(Kind.NONE)


@pytest.mark.parametrize("comment", ["", "personal", "secret; why; until erased", "personal; a; b"])
def test_what_is_no_tag_is_refused(comment):
    with pytest.raises(ValueError):
        parse_tag(comment)


def test_a_tag_without_a_purpose_is_refused():
    with pytest.raises(ValueError, match="few words"):
        personal("", Keep.UNTIL_ERASED)
