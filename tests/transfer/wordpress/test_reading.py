from io import BytesIO

import pytest

from standfirst.transfer.wordpress.reading import Reading
from standfirst.transfer.wordpress.things import Author, Comment, Item, Meta, TermRef, WxrRefused
from tests.transfer.wordpress.files import author, category, comment, item, tag, wxr


def read(data):
    reading = Reading(BytesIO(data))
    return list(reading.things()), reading


def only(data, kind):
    return [thing for thing in read(data)[0] if isinstance(thing, kind)]


def test_things_come_with_their_fields_and_lines():
    data = wxr(author("ada", "Ada"), category("river"), tag("flood"), item(7, "The gate"))
    things, reading = read(data)
    assert [type(thing).__name__ for thing in things] == ["Author", "Term", "Term", "Item"]
    assert things[0].name == "Ada"
    assert things[3].title == "The gate"
    assert things[3].line == data[: data.index(b"<item>")].count(b"\n") + 1
    assert reading.channel.title == "The Old Paper"
    assert reading.notes == []


def test_a_comment_names_its_item_and_leaves_before_it():
    things, _ = read(wxr(item(1), item(2, comments=[comment(5), comment(6)])))
    assert [type(thing).__name__ for thing in things] == ["Item", "Comment", "Comment", "Item"]
    assert things[1].item == things[3].ordinal == 1


def test_the_senders_network_address_is_not_even_read():
    (found,) = only(wxr(item(1, comments=[comment(5)])), Comment)
    assert "203.0.113.7" not in repr(found)


def test_custom_fields_and_terms_are_kept():
    data = wxr(item(1, terms=[("category", "river")], meta=[("_thumbnail_id", "5")]))
    (found,) = only(data, Item)
    assert found.meta == (Meta("_thumbnail_id", "5"),)
    assert found.terms == (TermRef("category", "river", "River"),)


def test_terms_written_twice_as_in_1_0_are_one():
    data = wxr(
        "<item><wp:post_id>1</wp:post_id><category><![CDATA[River]]></category>"
        '<category domain="category" nicename="river"><![CDATA[River]]></category>'
        '<category domain="tag"><![CDATA[Flood]]></category></item>'
    )
    (found,) = only(data, Item)
    assert found.terms == (
        TermRef("category", "river", "River"),
        TermRef("post_tag", "", "Flood"),
    )


def test_an_author_inside_an_item_is_not_an_author_of_the_paper():
    data = wxr("<item><wp:post_id>1</wp:post_id><wp:author>ada</wp:author></item>")
    assert only(data, Author) == []


def test_a_prefix_bound_to_another_address_is_somebody_elses():
    data = wxr('<item xmlns:wp="http://elsewhere.example/"><wp:post_id>5</wp:post_id></item>')
    (found,) = only(data, Item)
    assert found.post_id == ""


def test_another_prefix_for_the_same_address_is_ours():
    data = wxr('<item><x:post_id xmlns:x="https://wordpress.org/export/1.1/">5</x:post_id></item>')
    (found,) = only(data, Item)
    assert found.post_id == "5"


def test_the_first_of_two_texts_wins():
    data = wxr("<item><wp:post_id>1</wp:post_id><wp:post_id>2</wp:post_id></item>")
    assert only(data, Item)[0].post_id == "1"


def test_an_undeclared_prefix_is_understood_and_counted():
    data = b"<rss><channel><item><wp:post_id>5</wp:post_id><atom:link/></item></channel></rss>"
    things, reading = read(data)
    assert things[0].post_id == "5"
    assert reading.mended.prefixes == 2
    assert reading.mended.undeclared == {"wp", "atom"}


@pytest.mark.parametrize("version", ["", "abc", "2.0"])
def test_an_odd_version_is_read_with_a_note(version):
    assert read(wxr(version=version))[1].notes


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_known_versions_need_no_note(version):
    assert read(wxr(version=version))[1].notes == []


def refusal(data):
    with pytest.raises(WxrRefused) as refused:
        read(data)
    return refused.value.line, refused.value.cause


def test_a_file_that_ends_early_says_what_is_open():
    line, cause = refusal(b"<rss>\n<channel>\n<item>\n<title>x</title>\n")
    assert line == 5
    assert "<item> of line 3 is never closed" in cause


def test_a_wrong_end_says_what_it_ends():
    line, cause = refusal(b"<rss>\n<channel>\n</rss>")
    assert line == 3
    assert "<channel> of line 2" in cause


def test_blank_lines_at_the_start_are_counted_in_the_line():
    assert refusal(b"\n\n\n<rss>\n<channel>\n</rss>")[0] == 6


def test_an_empty_file_is_refused():
    assert "nothing in the file" in refusal(b"")[1]


@pytest.mark.parametrize(
    "data",
    [b"<html><body/></html>", b"<feed/>", b"%PDF-1.4 nothing", b'{"posts": []}', b"\x00\x01"],
)
def test_other_files_are_refused(data):
    assert refusal(data)[0] == 1


def test_an_entity_of_the_files_own_is_refused():
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><t>&b;</t></rss>'
    assert "entity" in refusal(bomb)[1]


def test_a_file_outside_is_never_fetched(tmp_path):
    (tmp_path / "secret").write_text("the secret")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rss><t>&x;</t></rss>'
    assert "entity" in refusal(outside.encode())[1]
    things, _ = read(b'<!DOCTYPE rss SYSTEM "http://old.example/x.dtd"><rss><channel/></rss>')
    assert things == []


def test_too_deep_and_too_large_are_refused(monkeypatch):
    assert "deep" in refusal(b"<rss>" + b"<a>" * 100)[1]
    monkeypatch.setattr("standfirst.transfer.wordpress.elements.LARGEST_RECORD", 1000)
    assert "larger" in refusal(wxr(item(1, content="x" * 2000)))[1]


def test_many_comments_do_not_make_an_item_large(monkeypatch):
    monkeypatch.setattr("standfirst.transfer.wordpress.elements.LARGEST_RECORD", 3000)
    data = wxr(item(1, comments=[comment(each, "x" * 500) for each in range(50)]))
    assert len(only(data, Comment)) == 50
