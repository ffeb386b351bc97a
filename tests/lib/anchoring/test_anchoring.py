"""Passages found again, one story at a time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.lib.anchoring import CONTEXT, Article, Passage, passage_at

pytestmark = pytest.mark.any_engine

FIRST = "The council met on Monday. It closed the gate for repairs, and nobody was told."
SECOND = "Boats wait below the weir. The miller says that he heard of it from a skipper."
BLOCKS = {"a": FIRST, "b": SECOND}


def marked(blocks, block, quote):
    start = blocks[block].index(quote)
    return passage_at(block, blocks[block], start, start + len(quote))


def read(blocks, found):
    return None if found is None else (found.block, blocks[found.block][found.start : found.end])


def find(after, passage, before=BLOCKS):
    return read(after, Article(after, before).find(passage))


GATE = marked(BLOCKS, "a", "closed the gate for repairs")


def test_a_passage_is_described_by_its_words_and_what_is_around():
    assert (
        Passage(
            "a",
            30,
            "closed the gate for repairs",
            "The council met on Monday. It "[-CONTEXT:],
            ", and nobody was told.",
        )
        == GATE
    )


def test_a_passage_of_an_article_that_did_not_change_stands_where_it_stood():
    found = Article(BLOCKS, BLOCKS).find(GATE)
    assert (found.block, found.start, found.end, found.score) == ("a", 30, 57, 1)


def test_a_passage_is_followed_into_another_block():
    after = {"c": f"New. {SECOND} {FIRST}"}
    assert find(after, GATE) == ("c", "closed the gate for repairs")


def test_the_words_around_tell_two_copies_apart():
    before = {"a": "He said no. She said no. They said no."}
    passage = passage_at("a", before["a"], 16, 23)
    assert passage.quote == "said no"
    after = {"a": "They said no. He said no. She said no. They said no."}
    found = Article(after, before).find(passage)
    assert after["a"][found.start - 4 : found.end] == "She said no"


def test_a_copy_is_not_taken_for_a_passage_that_is_gone():
    before = {"a": FIRST, "b": f"{SECOND} It closed the gate for repairs, and nobody was told."}
    after = {**before, "a": "The council met on Monday."}
    assert find(after, GATE, before) is None


def test_rewritten_words_are_lost_even_where_their_surroundings_stay():
    after = {**BLOCKS, "a": FIRST.replace(GATE.quote, "paid every single miller generously")}
    assert find(after, GATE) is None


def test_changed_words_are_found_by_what_stands_around_them():
    after = {**BLOCKS, "a": FIRST.replace(GATE.quote, "shut the gate for some repairs")}
    assert find(after, GATE) == ("a", "shut the gate for some repairs")


def test_a_word_put_into_the_quote_becomes_part_of_it():
    after = {**BLOCKS, "a": FIRST.replace("the gate", "the upper gate")}
    assert find(after, GATE) == ("a", "closed the upper gate for repairs")


def test_words_that_stood_once_are_known_where_everything_around_them_changed():
    after = {"x": "As reported, the council closed the gate for repairs on Monday.", "b": SECOND}
    assert find(after, GATE) == ("x", "closed the gate for repairs")
    assert find(after, GATE, before=None) is None


def test_a_passage_of_signs_alone_is_found_where_it_stood_and_nowhere_else():
    before = {"a": "Who paid ?! Nobody."}
    passage = marked(before, "a", "?!")
    assert find(before, passage, before) == ("a", "?!")
    assert find({"a": "Well: who paid ?! Nobody."}, passage, before) is None


def test_nothing_is_found_for_no_words():
    assert find(BLOCKS, Passage("a", 3, "", "The", " co")) is None


def test_words_within_other_words_are_not_the_passage():
    before = {"a": "The art of the mill is old and hard to learn."}
    passage = marked(before, "a", "art")
    assert find({"b": "A cart of flour is a start."}, passage, before) is None


def test_a_script_without_spaces_is_read_by_its_characters():
    before = {
        "a": "市議会は月曜日に会合を開いた。水門を修理のために閉鎖した。誰にも知らされなかった。"
    }
    passage = marked(before, "a", "水門を修理のために閉鎖した")
    after = {"a": "昨日のことである。" + before["a"].replace("修理", "修繕")}
    assert find(after, passage, before) == ("a", "水門を修繕のために閉鎖した")


def test_right_to_left_text_is_found_again():
    before = {"a": "اجتمع المجلس يوم الاثنين. وأغلق البوابة للإصلاح ولم يخبر أحدا."}
    passage = marked(before, "a", "وأغلق البوابة للإصلاح")
    after = {"a": before["a"].replace("الاثنين", "الثلاثاء").replace("للإصلاح", "للإصلاحات")}
    assert find(after, passage, before) == ("a", "وأغلق البوابة للإصلاحات")


@given(
    st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=4),
    st.data(),
)
def test_whatever_is_asked_a_place_lies_within_its_block(texts, data):
    blocks = {str(at): text for at, text in enumerate(texts)}
    block = data.draw(st.sampled_from(sorted(blocks)))
    start = data.draw(st.integers(0, len(blocks[block]) - 1))
    end = data.draw(st.integers(start + 1, len(blocks[block])))
    passage = passage_at(block, blocks[block], start, end)
    after = {key: data.draw(st.text(max_size=80)) for key in blocks} | {"new": blocks[block]}
    found = Article(after, blocks).find(passage)
    assert found is None or 0 <= found.start < found.end <= len(after[found.block])
    same = Article(blocks, blocks).find(passage)
    assert same is None or blocks[same.block][same.start : same.end] == passage.quote


def seconds_for(blocks, after, passages):
    began = time.process_time()
    article = Article(after, blocks)
    for passage in passages:
        article.find(passage)
    return time.process_time() - began


def long_text(words, salt):
    return " ".join(f"word{(at * 7919 + salt) % 4001}" for at in range(words))


def edited(text):
    return " ".join(f"new{at}" if at % 4 == 0 else word for at, word in enumerate(text.split()))


def quotes_of(blocks, count):
    names = sorted(blocks)
    for at in range(count):
        name = names[at % len(names)]
        start = (at * 37) % (len(blocks[name]) - 130)
        yield passage_at(name, blocks[name], start, start + 120)


@pytest.mark.slow
def test_an_article_with_200_passages_is_saved_in_well_under_a_second():
    blocks = {f"b{at}": long_text(100, at) for at in range(40)}
    passages = list(quotes_of(blocks, 200))
    assert seconds_for(blocks, blocks, passages) < 0.5
    assert (
        seconds_for(blocks, {name: edited(text) for name, text in blocks.items()}, passages) < 0.9
    )


@pytest.mark.slow
def test_a_paragraph_sixteen_times_as_long_takes_hardly_more_than_sixteen_times_as_long():
    def seconds(words):
        blocks = {"a": long_text(words, 3)}
        after = {"a": edited(blocks["a"])}
        passages = list(quotes_of(blocks, 50))
        return min(seconds_for(blocks, after, passages) for _time in range(3))

    assert seconds(16_000) < 32 * max(seconds(1_000), 0.005)
