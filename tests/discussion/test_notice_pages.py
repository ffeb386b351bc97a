"""The page on which anybody tells of illegal content, and the page of a notice: plain forms alone."""

import pytest

from standfirst.discussion.actions import Judgement, hold_comment
from standfirst.discussion.queries.addresses import number_in
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.notices import lock_thing, settle_thing
from standfirst.moderation.models import Notice, NoticedThing
from standfirst.notify.models import Message
from standfirst.people.cookies import PERSON_COOKIE
from tests.discussion.http import Forms, follow, send, text_of

pytestmark = pytest.mark.django_db
GIVEN = {
    "category": "hate",
    "words": "It calls for a beating.",
    "name": "Nora Notifier",
    "email": "nora@mail.test",
    "good_faith": "on",
}


@pytest.fixture
def comment(write, reader):
    return write(reader, "Beat them, says the miller.")


@pytest.fixture
def visitor(client_of):
    return client_of(None)


def form_of(response):
    (form,) = (form for form in Forms(response).found if form["id"] == "notice")
    return form


def test_from_a_comment_to_the_receipt_without_an_account(visitor, comment):
    asked = visitor.get(f"/comments/{comment.pk}/report/")
    assert f"/report/?comment={comment.pk}" in text_of(asked)
    page = visitor.get(f"/report/?comment={comment.pk}")
    assert (
        form_of(page)["data"]["places"].strip() == f"http://127.0.0.1:8000/comments/{comment.pk}/"
    )
    receipt = follow(visitor, send(visitor, page, "notice", **GIVEN))
    notice = Notice.objects.get()
    thing = notice.things.get()
    assert (thing.subject_id, thing.subject_revision) == (comment.pk, comment.current_id)
    for shown in ("We have your notice", "It calls for a beating.", f"/report/{notice.secret}/"):
        assert shown in text_of(receipt)
    assert "nora@mail.test" not in text_of(receipt), "whoever has the link learns no address"
    assert Message.objects.get().address == "nora@mail.test"
    assert visitor.cookies[PERSON_COOKIE].value


def test_of_the_abuse_of_children_without_a_name_and_without_a_cookie(visitor, comment):
    page = visitor.get(f"/report/?comment={comment.pk}")
    values = {**GIVEN, "category": "child", "name": "", "email": ""}
    receipt = follow(visitor, send(visitor, page, "notice", **values))
    assert receipt.status_code == 200
    assert Notice.objects.get().notifier is None
    assert PERSON_COOKIE not in visitor.cookies


def test_several_comments_are_shown_back_before_anything_is_sent(visitor, comment, write, reader):
    other = write(reader, "Another of these.")
    places = f"http://127.0.0.1:8000/comments/{comment.pk}/\n/x/comments/?at=1#comment-{other.pk}"
    shown = visitor.post("/report/", {**GIVEN, "places": places, "look": "1"})
    assert shown.status_code == 200
    for words in ("Beat them, says the miller.", "Another of these."):
        assert words in text_of(shown)
    assert "was not sent" not in text_of(shown)
    follow(visitor, send(visitor, shown, "notice", **GIVEN))
    found = Notice.objects.get().things.order_by("pk").values_list("subject_id", flat=True)
    assert list(found) == [comment.pk, other.pk]


def test_unknown_addresses_are_said_once_and_lost_never(visitor, comment):
    elsewhere = "https://elsewhere.test/comments/1/"
    places = f"/comments/{comment.pk}/\n{elsewhere}"
    said = visitor.post("/report/", {**GIVEN, "places": places})
    assert said.status_code == 422
    assert "Nothing that we know:" in text_of(said)
    assert not Notice.objects.exists()
    assert form_of(said)["data"]["words"].strip() == GIVEN["words"]
    follow(visitor, send(visitor, said, "notice", category="hate", good_faith="on"))
    things = Notice.objects.get().things.order_by("pk")
    assert list(things.values_list("address", "subject_id")) == [
        (f"/comments/{comment.pk}/", comment.pk),
        (elsewhere, None),
    ]


def test_what_nobody_can_read_is_not_found_and_looks_like_nothing(
    visitor, comment, write, reader, moderator, now
):
    held = write(reader, "Held from the first.", at=now.replace(hour=12))
    hold_comment(judgement=Judgement(comment=held, decided_by=moderator), now=now)
    type(held).objects.filter(pk=held.pk).update(published_at=None)
    shown = visitor.post("/report/", {"places": f"/comments/{held.pk}/", "look": "1"})
    assert "Held from the first." not in text_of(shown)
    assert "Nothing that we know:" in text_of(shown)


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"category": ""}, "Please choose what it is."),
        ({"category": "rule"}, "Please choose the house rule that it breaks."),
        ({"words": " "}, "Say in a few words why it is illegal."),
        ({"name": ""}, "The law asks for your name."),
        ({"email": "nora"}, "This is not a whole address."),
        ({"good_faith": ""}, "Please state that you believe"),
        ({"places": ""}, "Give at least one address"),
        ({"words": "x" * 4002}, "2 characters too long"),
    ],
)
def test_what_lacks_is_said_beside_its_field_and_all_is_kept(visitor, comment, lacks, said):
    given = {**GIVEN, "places": f"/comments/{comment.pk}/", **lacks}
    response = visitor.post("/report/", {key: value for key, value in given.items() if value})
    assert response.status_code == 422
    assert said in text_of(response)
    assert "What you wrote is still here." in text_of(response)
    kept = form_of(response)["data"]
    for name in {"words", "name", "email", "places"} - set(lacks):
        assert kept[name].strip() == given[name]
    assert not Notice.objects.exists()


def test_who_sends_too_fast_or_too_often_is_told_plainly(visitor, comment):
    given = {**GIVEN, "places": f"/comments/{comment.pk}/"}
    assert visitor.post("/report/", given).status_code == 303
    again = visitor.post("/report/", given)
    assert (again.status_code, again["Retry-After"]) == (429, "10")
    assert "Wait ten seconds" in text_of(again)


def test_whose_notices_were_unfounded_is_told_until_when(visitor, comment):
    given = {**GIVEN, "places": f"/comments/{comment.pk}/"}
    for _ in range(3):
        assert visitor.post("/report/", given).status_code == 303
        notice = Notice.objects.latest("pk")
        thing = lock_thing(thing=notice.things.get(), now=clock())
        left = NoticedThing.Outcome.LEFT
        settle_thing(thing=thing, outcome=left, decision=None, is_unfounded=True, now=clock())
        Notice.objects.update(given_at=notice.given_at.replace(year=2020))
    told = visitor.post("/report/", given)
    assert told.status_code == 403
    assert "manifestly unfounded, so we take none from you until" in text_of(told)


def test_the_page_of_a_notice_is_its_secrets_alone(visitor, comment):
    assert visitor.get("/report/no-such-secret/").status_code == 404
    visitor.post("/report/", {**GIVEN, "places": f"/comments/{comment.pk}/"})
    page = visitor.get(f"/report/{Notice.objects.get().secret}/")
    assert page["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in text_of(page)
    assert page["Referrer-Policy"] == "no-referrer"


def test_every_page_leads_there(visitor, comment):
    assert 'href="/report/"' in text_of(visitor.get("/rules/"))


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("http://127.0.0.1:8000/comments/12/", 12),
        ("HTTP://127.0.0.1:8000/comments/12/report/", 12),
        ("/comments/12/", 12),
        ("/river/gate/comments/?order=best&at=12#comment-12", 12),
        ("http://127.0.0.1:8000/river/gate/#comment-12", 12),
        ("/river/gate/comments/?mine&at=12", 12),
        ("/api/v1/comments/12", 12),
        ("#12", 12),
        ("12", 12),
        ("https://elsewhere.test/comments/12/", None),
        ("/river/gate/", None),
        ("/comments/1234567890123456789/", None),
        ("http://[bad/comments/12/", None),
        ("/x/?at=٣", None),
        ("", None),
    ],
)
def test_a_comment_is_found_however_its_address_was_copied(address, number):
    assert number_in(address) == number
