"""Own data: all of it in one file, and none of it left when somebody is erased."""

import json

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core import mail
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from structlog.testing import capture_logs

from standfirst.accounts import erasing
from standfirst.accounts.erasing import erase_at_own_wish, erase_person
from standfirst.accounts.own_data import owner_of
from standfirst.delivery.following import Follower
from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.delivery.models import Event, StaleKey
from standfirst.discussion.actions import (
    NewComment,
    post_comment,
    recount_thread,
    restore_comment,
)
from standfirst.discussion.actions.moderating import Judgement
from standfirst.discussion.models import (
    Comment,
    Mute,
    ReplyFeed,
    Report,
    Subscription,
    Visit,
    Vote,
)
from standfirst.discussion.rules import CommentRefused
from standfirst.funding.actions.erasing import erase as erase_in_funding
from standfirst.funding.models import Payment
from standfirst.funding.queries.verification import verify_ledger
from standfirst.notify.actions import send_message
from standfirst.notify.models import Mailbox, Message
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.models import Badge, Erasure, PageRole, Person, Standing, Texts, User
from standfirst.people.queries import person_of
from tests.accounts.canaries import (
    ADDRESS,
    CANARY,
    NOT_A_READERS,
    NOT_EXPORTED,
    PICTURE,
    content_of,
    in_scope,
    tables_with_canaries,
)
from tests.cast import OWN_FORMS

pytestmark = pytest.mark.django_db
FILE, ERASE, PAGE = "/account/own-data/file/", "/account/own-data/erase/", "/account/own-data/"
ALL_OF_IT = {"texts": "deleted", "is_sure": "on"}


@pytest.fixture
def sure_client(client_of):
    """Give a member's browser that has shown a moment ago that it is they."""

    def opened(person):
        client = client_of(person)
        session = client.session
        request = type("Request", (), {"session": session, "user": person.user})()
        record_authentication(request, person.user, method="password", reauthenticated=True)
        session.save()
        return client

    return opened


@pytest.fixture
def shelf(settings, tmp_path):
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    yield own_shelf()
    own_shelf().index.close()
    shelf_at.cache_clear()


def the_mails(now):
    for message in Message.objects.filter(done_at=None):
        send_message(message, now=now)
    return mail.outbox


def test_erasing_leaves_no_canary_in_the_database(life, now, django_capture_on_commit_callbacks):
    life.plant()
    full = tables_with_canaries()
    assert {"people_person", "account_emailaddress", "notify_message", "django_session"} <= full
    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True):
        erase_at_own_wish(person=life.person, texts=Texts.DELETED, now=now)
    sent = [each for each in the_mails(now) if each.to == [ADDRESS]]
    assert [each.subject for each in sent] == ["You are erased"]
    assert tables_with_canaries() == set()
    assert CANARY not in repr(logs)
    assert not default_storage.exists(PICTURE)


def test_a_thread_stays_whole_and_the_books_verify(life, now):
    life.plant()
    replies = Comment.objects.get(pk=life.root.pk).reply_count
    events = Event.objects.count()
    erase_person(person=life.person, texts=Texts.DELETED, now=now)
    root = Comment.objects.get(pk=life.root.pk)
    answer = Comment.objects.select_related("current").get(pk=life.answer.pk)
    assert (root.state, root.reply_count, root.author_id) == ("withdrawn", replies, life.person.pk)
    assert (answer.parent_id, answer.current.text) == (root.pk, "A stranger's answer.")
    assert (answer.up, answer.score) == (0, 0)
    assert Vote.objects.filter(voter=life.stranger).count() == 1
    assert recount_thread(thread=root.thread, now=now) == 0
    assert Event.objects.filter(pk__gt=events, kind="comment.gone").exists()
    assert verify_ledger().findings == ()
    assert Payment.objects.get(gift=life.gift).amount == 2500


def test_texts_are_kept_without_the_name_for_who_wants_that(life, client_of, now):
    life.rows["people.Person"].update(name="Canary Person")
    erase_person(person=life.person, texts=Texts.KEPT, now=now)
    page = client_of(None).get("/river/gate/comments/").content.decode()
    assert "What I know, mended." in page
    assert "Canary Person" not in page
    assert Comment.objects.get(pk=life.root.pk).is_visible
    # Nobody may read these any more, so nobody keeps them.
    texts = Comment.objects.filter(author=life.person).exclude(state="visible")
    assert set(texts.values_list("state", "current__text")) == {("withdrawn", "")}


def test_an_erased_comment_is_not_restored(life, moderator, now):
    removed = Comment.objects.get(author=life.person, state="removed")
    erase_person(person=life.person, texts=Texts.KEPT, now=now)
    with pytest.raises(CommentRefused), transaction.atomic():
        restore_comment(judgement=Judgement(comment=removed, decided_by=moderator), now=now)


def test_a_report_is_still_looked_at_without_the_words(life, now):
    erase_person(person=life.person, texts=Texts.KEPT, now=now)
    report = Report.objects.get(reporter=life.person)
    assert (report.words, report.settled_at) == ("", None)


@pytest.mark.parametrize("texts", Texts)
def test_no_kept_page_shows_who_was_erased(life, client_of, shelf, now, texts):
    life.rows["people.Person"].update(name="Canary Person")
    addresses = ["/river/gate/", "/river/gate/comments/", "/ledger/", "/feeds/comments.json"]
    reader = client_of(None)
    for address in addresses:
        assert reader.get(address).status_code == 200, address
    kept = [shelf.folder.find(address) for address in addresses]
    with_name = [page for page in kept if page and b"Can" in page.place.read_bytes()]
    assert len(with_name) >= 3
    follower = Follower(name="here", shelf=shelf, bake=lambda address: None)
    erase_person(person=life.person, texts=texts, now=now)
    follower.look()
    assert not [page.bake.address for page in with_name if shelf.folder.find(page.bake.address)]
    for address in addresses:
        body = reader.get(address).content.decode()
        assert "Canary Person" not in body, address
        assert "For the weir." not in body, address


def test_a_column_that_nobody_plants_is_found(life):
    planted = life.plant()
    times = {column for column in in_scope() if column.endswith(("_from", "_until", "last_login"))}
    times |= {"mfa.Authenticator.last_used_at", "usersessions.UserSession.ip"}
    assert in_scope() - planted <= times | {"socialaccount.SocialAccount.last_login"}
    assert not set(NOT_A_READERS) & in_scope()
    # A new table with something personal in it, which nobody has in the scene.
    del life.rows["notify.Suppression"]
    with pytest.raises(KeyError):
        life.plant()


@pytest.mark.parametrize(
    ("forgetful", "table"),
    [
        ("erase_in_people", "people_person"),
        ("erase_in_discussion", "discussion_commentrevision"),
        ("erase_in_funding", "funding_giftwords"),
        ("erase_in_moderation", "moderation_reasontext"),
        ("erase_in_notify", "notify_suppression"),
        ("_erase_account", "account_emailaddress"),
    ],
)
def test_an_app_that_forgets_to_forget_is_found(life, now, monkeypatch, forgetful, table):
    life.plant()
    nothing = (lambda *_, **__: []) if forgetful != "_erase_account" else (lambda user, now: None)
    monkeypatch.setattr(erasing, forgetful, nothing)
    erase_person(person=life.person, texts=Texts.DELETED, now=now)
    assert table in tables_with_canaries()


def test_one_column_that_is_forgotten_is_found(life, now, monkeypatch):
    life.plant()
    message = life.rows["funding.GiftWords"].get().message

    def forgetful(*, owner, now):
        erase_in_funding(owner=owner, now=now)
        life.rows["funding.GiftWords"].update(message=message)

    monkeypatch.setattr(erasing, "erase_in_funding", forgetful)
    erase_person(person=life.person, texts=Texts.DELETED, now=now)
    assert tables_with_canaries() == {"funding_giftwords"}


def test_a_file_has_all_of_ones_own_and_nothing_of_others(life, sure_client):
    planted = life.plant()
    life.rows["people.User"].update(is_active=True)
    Comment.objects.get(pk=life.answer.pk).revisions.update(text="STRANGE words", html="STRANGE")
    Person.objects.filter(pk=life.stranger.pk).update(name="STRANGE name", email="strange@x.test")
    User.objects.filter(pk=life.stranger.user_id).update(email="strange@x.test")
    Report.objects.filter(reporter=life.stranger).update(words="STRANGE report")
    answer = sure_client(Person.objects.get(pk=life.person.pk)).post(FILE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    files = content_of(b"".join(answer.streaming_content))
    text = files["data.json"]
    expected = planted - set(NOT_EXPORTED)
    missing = [column for column in sorted(expected) if not said(column, text)]
    assert missing == []
    assert "strange" not in text.lower()
    assert files[f"files/{PICTURE}"] == f"{CANARY} picture"
    told = json.loads(text)
    assert told["discussion"]["comments"][0]["page"] == "/river/gate/"
    secrets = [*Subscription.objects.values_list("secret", flat=True), life.gift.secret]
    assert not [secret for secret in secrets if secret in text]


def said(column, text):
    """Whether a canary is there: an address and a short one stand in more than one column."""
    name = column.rpartition(".")[2]
    if name in ("email", "address"):
        return ADDRESS in text
    if name in ("avatar", "preferred_language"):
        return f'"{name}"' in text
    return f"{CANARY} {column}"[:40] in text


def test_an_export_without_an_app_is_found(life, sure_client, monkeypatch):
    life.plant()
    monkeypatch.setitem(erasing.owner_of.__globals__["EXPORTS"], "moderation", lambda owner: {})
    answer = sure_client(Person.objects.get(pk=life.person.pk)).post(FILE)
    text = content_of(b"".join(answer.streaming_content))["data.json"]
    assert not said("moderation.ReasonText.text", text)


def test_a_member_shows_once_more_that_it_is_they(life, client_of, now):
    client = client_of(life.person)
    for answer in (client.get(ERASE), client.post(ERASE, ALL_OF_IT), client.post(FILE)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert not Erasure.objects.exists()


def test_a_member_is_erased_by_a_form_that_says_what_goes(life, sure_client):
    client = sure_client(life.person)
    words = client.get(ERASE).content.decode()
    assert "What goes" in words
    assert "What stays" in words
    assert client.post(ERASE, {"texts": "deleted"}).status_code == 422
    assert client.post(ERASE, {"is_sure": "on"}).status_code == 422
    assert not Erasure.objects.exists()
    answer = client.post(ERASE, ALL_OF_IT, follow=True)
    assert "You are erased" in answer.content.decode()
    assert client.get("/account/").status_code == 302
    assert not User.objects.filter(pk=life.person.user_id).exists()
    assert {erasure.texts for erasure in Erasure.objects.all()} == {"deleted"}


def test_a_guest_is_known_by_the_browser(own_folders, threads, client_of, now):
    client = Client(headers=OWN_FORMS)
    client.post("/river/gate/comments/", {"text": "A guest's word.", "name": "Canary Guest"})
    guest = Person.objects.get(name="Canary Guest")
    files = content_of(b"".join(client.post(FILE).streaming_content))
    assert "A guest's word." in files["data.json"]
    assert client.get(ERASE).status_code == 200
    answer = client.post(ERASE, ALL_OF_IT)
    assert answer.status_code == 302
    assert answer.cookies["person"].value == ""
    assert Person.objects.get(pk=guest.pk).erased_at is not None
    assert tables_with_canaries() == set()


def test_who_has_the_cookie_of_an_erased_guest_is_nobody(own_folders, guest, client_of, rf, now):
    client = client_of(guest)
    erase_person(person=guest, texts=Texts.DELETED, now=now)
    request = rf.get("/")
    request.COOKIES["person"] = client.cookies["person"].value
    assert person_of(request) is None
    assert "we know nothing of you" in client.get(PAGE).content.decode()


def test_a_reader_of_whom_nothing_is_known_is_told_so(client_of):
    reader = client_of(None)
    assert "we know nothing of you" in reader.get(PAGE).content.decode()
    assert reader.get(ERASE)["Location"] == PAGE
    assert reader.post(ERASE, ALL_OF_IT)["Location"] == PAGE
    assert reader.post(FILE)["Location"] == PAGE
    assert not Erasure.objects.exists()


def test_who_works_here_is_not_erased(editor, sure_client):
    client = sure_client(editor)
    assert "You work at the paper" in client.get(ERASE).content.decode()
    assert client.post(ERASE, ALL_OF_IT).status_code == 403
    assert not Erasure.objects.exists()


def test_an_address_that_is_only_claimed_gives_nothing_out_and_takes_nothing_away(
    life, own_folders, now
):
    """Anybody can type anybody's address."""
    life.plant()
    claimant = make_guest(now=now)
    Person.objects.filter(pk=claimant.pk).update(email=ADDRESS)
    assert owner_of(Person.objects.get(pk=claimant.pk)).addresses == frozenset()
    before = tables_with_canaries()
    erase_person(person=claimant, texts=Texts.DELETED, now=now)
    assert tables_with_canaries() == before


def test_erasing_oneself_does_not_lift_the_limit_of_one_mail_a_day(own_folders, threads, now):
    def ask():
        client = Client(headers=OWN_FORMS)
        asked = {"thread": threads[0].pk, "what": "thread", "email": "victim@mail.test"}
        assert client.post("/subscriptions/", asked).status_code in (200, 303)
        assert client.post(ERASE, ALL_OF_IT).status_code == 302

    for _ in range(3):
        ask()
    assert Message.objects.count() == 1
    assert not Message.objects.filter(address="victim@mail.test").exists()
    assert not Subscription.objects.exists()


def test_who_confirmed_elsewhere_leaves_no_mailbox(own_folders, threads):
    client = Client(headers=OWN_FORMS)
    asked = {"thread": threads[0].pk, "what": "thread", "email": "canary.else@mail.test"}
    client.post("/subscriptions/", asked)
    wish = Subscription.objects.get(address="canary.else@mail.test")
    Client(headers=OWN_FORMS).post(f"/subscriptions/{wish.secret}/")
    assert Mailbox.objects.filter(address=wish.address).exists()
    client.post(ERASE, ALL_OF_IT)
    assert tables_with_canaries() == set()


def test_nothing_that_points_to_them_for_others_alone_is_left(life, now):
    erase_person(person=life.person, texts=Texts.DELETED, now=now)
    for rows in (
        Badge,
        Mute,
        PageRole,
        ReplyFeed,
        Standing,
        Visit,
        Vote.objects.exclude(voter=life.stranger),
    ):
        assert not getattr(rows, "objects", rows).all().exists(), rows


def test_two_presses_are_one_erasure(life, now):
    for _ in range(2):
        erase_person(person=Person.objects.get(pk=life.person.pk), texts=Texts.KEPT, now=now)
    assert Erasure.objects.filter(person=life.person).count() == 1


def test_questions_do_not_grow_with_what_somebody_wrote(
    own_folders, threads, now, django_assert_max_num_queries
):
    author = prove_address(person=make_guest(now=now), address="a@mail.test", now=now)
    for number in range(30):
        new = NewComment(thread=threads[0], author=author, text=f"Word {number}.")
        post_comment(new=new, now=now.replace(hour=10 + number // 6, minute=number % 6 * 10))
    assert Comment.objects.count() == 30
    keys = StaleKey.objects.count()
    # Two for each that was shown: it is announced as gone, and what waits in digests is taken back.
    with django_assert_max_num_queries(2 * 30 + 90):
        erase_person(person=author, texts=Texts.DELETED, now=now)
    assert StaleKey.objects.count() - keys <= 8
