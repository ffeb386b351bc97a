import random
import time

import pytest

from standfirst.desk.stretches import Stretch, marked
from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import Screening, WordList
from standfirst.moderation.words import Finder
from tests.cast import OWN_FORMS

BOX = "/admin/desk/words/"


def write(thread, now, text):
    return post_comment(new=NewComment(thread=thread, author=None, text=text), now=now)


def tried(client, words, **values):
    response = client.post(BOX, {"words": words, **values}, headers=OWN_FORMS)
    assert response.status_code == 200
    return response


@pytest.fixture
def box(client_of, moderator_at_work):
    return client_of(moderator_at_work)


@pytest.fixture
def moderator_at_work(enrol, groups):
    return enrol("Mo Moderator", groups=["moderator"], is_staff=True)


def test_it_shows_number_share_and_passages_of_words_that_are_not_saved(box, thread, now):
    write(thread, now, "A s w i n d l e r & <b>worse</b>")
    for number in range(3):
        write(thread, now, f"Honest {number}")
    page = tried(box, "swindler\n<script>").content.decode()
    assert "1 comment of 4 would be hit (25.0 %)" in page
    assert "A <mark>s w i n d l e r</mark> &amp; &lt;b&gt;worse&lt;/b&gt;" in page
    assert "Honest" not in page
    assert "&lt;script&gt;</textarea>" in page
    assert not WordList.objects.exists()


def test_a_saved_list_can_be_tried_and_its_editor_leads_there(box, now):
    row = keep_word_list(name="b", kind=WordList.Kind.BANNED, words="weir", now=now)
    assert "weir</textarea>" in box.get(f"{BOX}?list={row.pk}").content.decode()
    assert box.get(f"{BOX}?list=99999").status_code == 404
    editor = box.get(f"/admin/snippets/moderation/wordlist/edit/{row.pk}/").content.decode()
    assert f'formaction="{BOX}"' in editor


def test_withdrawn_words_are_nobodys_to_look_at(box, thread, now):
    comment = write(thread, now, "a canary")
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.WITHDRAWN)
    page = tried(box, "canary").content.decode()
    assert "a <mark>canary" not in page
    assert "0 comments of 0 would be hit" in page


def test_long_results_come_in_pages_with_as_many_queries(
    box, thread, now, django_assert_max_num_queries
):
    write(thread, now, "swindler first")
    tried(box, "swindler")
    with django_assert_max_num_queries(40) as one:
        tried(box, "swindler")
    for number in range(30):
        write(thread, now, f"swindler {number}")
    with django_assert_max_num_queries(len(one)):
        second = tried(box, "swindler", p="2")
    assert "Page 2 of 2" in second.content.decode()
    assert second.content.count(b"<mark>") == 6


@pytest.mark.parametrize("name", ["owner", "moderator"])
def test_who_writes_lists_and_sees_comments_may_try_words(enrol, groups, client_of, name):
    staff = client_of(enrol(f"Staff {name}", groups=[name], is_staff=True))
    assert staff.get(BOX).status_code == 200
    assert staff.get("/admin/snippets/moderation/wordlist/").status_code == 200


@pytest.mark.parametrize("name", ["editor", "treasurer", None])
def test_nobody_else_sees_the_box_or_the_lists(enrol, groups, client_of, name, thread, now):
    write(thread, now, "a canary")
    row = keep_word_list(name="b", kind=WordList.Kind.BANNED, words="canary", now=now)
    other = client_of(enrol("Other", groups=[name], is_staff=True) if name else None)
    for address in (f"{BOX}?list={row.pk}", "/admin/snippets/moderation/wordlist/"):
        response = other.get(address)
        assert response.status_code in (302, 403)
        assert b"canary" not in response.content
    response = other.post(BOX, {"words": "canary"}, headers=OWN_FORMS)
    assert response.status_code in (302, 403)
    assert b"canary" not in response.content


def test_the_desk_marks_the_passage_in_the_wording_that_was_judged(box, thread, now):
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="swindler", now=now)
    comment = write(thread, now, "<i>You</i> sw1nd-ler")
    row = Screening.objects.get(reason="suspect_word")
    assert comment.current.text[row.passage_start : row.passage_end] == "sw1nd-ler"
    page = box.get("/admin/desk/held/").content.decode()
    assert "&lt;i&gt;You&lt;/i&gt; <mark>sw1nd-ler</mark>" in page
    Screening.objects.update(subject_revision=comment.current_id + 1)
    assert "<mark>sw1nd-ler</mark>" not in box.get("/admin/desk/held/").content.decode()


def test_a_text_is_cut_at_places_that_overlap_or_lie_outside():
    cut = marked("abcdef", [(4, 99), (1, 3), (2, 4), (50, 60)])
    assert cut == [Stretch("a"), Stretch("bc", True), Stretch("d", True), Stretch("ef", True)]
    assert "".join(each.text for each in cut) == "abcdef"


def test_eight_thousand_words_and_ten_thousand_comments_take_seconds():
    chance = random.Random(5)

    def word():
        return "".join(chance.choices("abcdefghijklmnoprstuvwz", k=chance.randint(3, 9)))

    common = [word() for _ in range(5_000)]
    texts = [f"{' '.join(chance.choices(common, k=50))} — it’s 5." for _ in range(10_000)]
    begun = time.process_time()
    finder = Finder(["weathervane", *(word() for _ in range(8_000))])
    hit = sum(finder.first_hit(text) is not None for text in [*texts, "a w3athervane"])
    assert hit > 0
    assert time.process_time() - begun < 20
