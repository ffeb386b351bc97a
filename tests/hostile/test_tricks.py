"""Tricks of somebody who reads forms and addresses closely: each changes nothing that is not theirs."""

from datetime import timedelta

import pytest
from django.core import signing
from django.forms.models import model_to_dict

from standfirst.discussion.models import Comment, CommentRevision, Report, Subscription, Vote
from standfirst.funding.models import Campaign, Entry, Gift, GiftState
from standfirst.lib.clock import now as clock
from standfirst.people.actions import make_guest, prove_address
from standfirst.people.cookies import PERSON_COOKIE, SALT
from standfirst.people.models import Person, User
from tests.funding.makers import checkout_of
from tests.hostile.conftest import answer_to, guest_client, said, visitor

THREAD = "/river/gate/comments/"
GIFT = {"amount": "2500", "amount_free": "", "show": "anonymous"}


def columns(model):
    return [field.attname for field in model._meta.concrete_fields]


def all_columns(scene):
    """What a form might be tricked with: every column of every table near it, with a bad value."""
    models = (Comment, CommentRevision, Vote, Report, Subscription, Gift, Campaign, Person, User)
    values = {name: "1" for model in models for name in (*columns(model), *names(model))}
    values |= {
        "state": "visible",
        "author": scene.stranger.pk,
        "author_id": scene.stranger.pk,
        "voter": scene.stranger.pk,
        "is_staff": "on",
        "is_superuser": "on",
        "groups": "1",
        "published_at": "2020-01-01T00:00:00Z",
        "created_at": "2020-01-01T00:00:00Z",
        "html": "<script>canary()</script>",
        "network": "10.0.0.0/8",
        "currency": "JPY",
        "campaign": "999",
        "secret": "chosen",
        "email_proven_at": "2020-01-01",
        "up": "1000",
        "score": "1000",
        "value": "1000",
        "is_counted": "on",
    }
    return values


def names(model):
    return [field.name for field in model._meta.fields]


class TestMassAssignment:
    def test_a_comment_takes_its_words_and_nothing_else(self, scene, client_of):
        extra = all_columns(scene) | {"text": "Mine.", "name": "Eve", "email": ""}
        extra |= {"question": "", "notify": ""}
        answer = guest_client(client_of, None).post(THREAD, extra)
        assert answer.status_code == 303
        made = Comment.objects.order_by("-pk")[0]
        assert made.author.name == "Eve"
        assert made.author.pk not in {scene.stranger.pk, scene.author.pk}
        assert (made.state, made.published_at, made.up, made.score) == ("held", None, 0, 0)
        assert made.created_at > clock() - timedelta(minutes=1)
        assert (made.parent_id, made.depth, made.path, made.network) == (
            None,
            0,
            "",
            "127.0.0.0/24",
        )
        assert made.current.html == "<p>Mine.</p>\n"
        assert made.author.email_proven_at is None
        assert made.author.user_id is None

    def test_a_reply_stays_where_its_address_says(self, scene, client_of):
        extra = all_columns(scene) | {"text": "Mine.", "name": "", "email": ""}
        extra |= {"parent": scene.held.pk, "thread": "999", "notify": ""}
        answer = guest_client(client_of, scene.stranger).post(
            f"/comments/{scene.comment.pk}/reply/", extra
        )
        assert answer.status_code == 303
        made = Comment.objects.order_by("-pk")[0]
        assert (made.parent_id, made.thread_id) == (scene.comment.pk, scene.thread.pk)
        assert made.author_id == scene.stranger.pk

    def test_an_edit_changes_words_alone(self, scene, client_of):
        before = model_to_dict(Comment.objects.get(pk=scene.comment.pk))
        extra = all_columns(scene) | {"text": "Better words."}
        guest_client(client_of, scene.author).post(f"/comments/{scene.comment.pk}/edit/", extra)
        after = model_to_dict(Comment.objects.get(pk=scene.comment.pk))
        changed = {name for name in after if after[name] != before[name]}
        assert changed == {"current", "edited_at"}

    def test_a_vote_counts_one_however_it_is_sent(self, scene, client_of):
        client = guest_client(client_of, scene.stranger)
        address = f"/comments/{scene.comment.pk}/vote/"
        for extra in ({}, {"value": "1000"}, {"weight": "9"}, {"is_counted": "1", "voter": "1"}):
            client.post(address, all_columns(scene) | {"vote": "up"} | extra)
        after = Comment.objects.get(pk=scene.comment.pk)
        assert (after.up, after.down, after.score) == (1, 0, 1)
        vote = Vote.objects.get()
        assert (vote.voter_id, vote.value) == (scene.stranger.pk, 1)

    def test_a_draft_of_a_gift_takes_its_form_and_no_state(self, scene, client_of):
        extra = all_columns(scene) | GIFT | {"name": "", "message": "", "email": ""}
        answer = guest_client(client_of, None).post("/support/river/", extra | {"state": "paid"})
        assert answer.status_code == 303
        gift = Gift.objects.order_by("-pk")[0]
        assert (gift.state, gift.amount, gift.currency) == (GiftState.DRAFT, 2500, "USD")
        assert gift.campaign_id == scene.campaign.pk
        assert gift.secret != "chosen"

    def test_the_button_of_a_gift_takes_nothing(self, scene, client_of):
        extra = all_columns(scene) | {"amount": "1", "state": "paid", "campaign": "999"}
        before = Entry.objects.count()
        guest_client(client_of, None).post(f"/support/gift/{scene.draft.secret}/", extra)
        gift = Gift.objects.get(pk=scene.draft.pk)
        assert (gift.amount, gift.currency, gift.state) == (2500, "USD", GiftState.PROMISED)
        assert checkout_of(gift).amount == 2500
        assert Entry.objects.count() == before

    def test_a_profile_changes_the_name_alone(self, scene, client_of, reader):
        client = guest_client(client_of, reader)
        before = model_to_dict(User.objects.get(pk=reader.user_id))
        client.post("/account/", all_columns(scene) | {"name": "Rita R."})
        after = model_to_dict(User.objects.get(pk=reader.user_id))
        assert {name for name in after if after[name] != before[name]} == {"name"}

    def test_a_sign_up_makes_no_staff(self, scene, client_of):
        guest_client(client_of, None).post(
            "/account/signup/",
            all_columns(scene)
            | {"email": "eve@paper.test", "password1": "a long fence by the weir", "next": ""},
        )
        made = User.objects.get(email="eve@paper.test")
        assert not made.is_staff
        assert not made.is_superuser
        assert not made.groups.exists()


class TestOthersThings:
    @pytest.mark.parametrize("verb", ["edit", "withdraw"])
    def test_anothers_comment_answers_as_one_that_is_not_there(self, scene, client_of, verb):
        client = guest_client(client_of, scene.stranger)
        for method in ("GET", "POST"):
            theirs = answer_to(client, method, f"/comments/{scene.comment.pk}/{verb}/")
            nobodys = answer_to(client, method, f"/comments/999999/{verb}/")
            assert theirs.status_code == nobodys.status_code == 404
            assert theirs.content == nobodys.content
        assert Comment.objects.get(pk=scene.comment.pk).state == "visible"

    @pytest.mark.parametrize(
        "verb", ["", "replies/", "vote/", "reply/", "edit/", "withdraw/", "report/"]
    )
    def test_a_held_comment_answers_as_one_that_is_not_there(self, scene, client_of, verb):
        for person in (None, scene.stranger):
            client = guest_client(client_of, person)
            for method in ("GET", "POST"):
                held = answer_to(
                    client, method, f"/comments/{scene.held.pk}/{verb}", data="vote=up"
                )
                missing = answer_to(client, method, f"/comments/999999/{verb}", data="vote=up")
                assert held.status_code == missing.status_code
                assert held.status_code in {404, 405}
                assert held.content == missing.content

    def test_nobody_votes_on_own_held_closed_or_withdrawn(self, scene, client_of):
        own = guest_client(client_of, scene.author)
        vote = f"/comments/{scene.comment.pk}/vote/"
        assert own.post(vote, {"vote": "up"}).status_code == 403
        held = guest_client(client_of, scene.held.author)
        assert held.post(f"/comments/{scene.held.pk}/vote/", {"vote": "up"}).status_code == 403
        own.post(f"/comments/{scene.comment.pk}/withdraw/")
        other = guest_client(client_of, scene.stranger)
        assert other.post(vote, {"vote": "up"}).status_code in {403, 404}
        assert not Vote.objects.exists()

    @pytest.mark.parametrize("value", ["", "1", "UP", "up ", "2", "none,up", "\0", "down\nup"])
    def test_a_vote_that_is_none_is_refused(self, scene, client_of, value):
        client = guest_client(client_of, scene.stranger)
        answer = client.post(f"/comments/{scene.comment.pk}/vote/", {"vote": value})
        assert answer.status_code == 422
        assert not Vote.objects.exists()

    def test_the_wording_of_another_comment_is_not_taken_as_seen(self, scene, client_of):
        client = guest_client(client_of, scene.stranger)
        seen = {"vote": "up", "seen": scene.held.current_id}
        client.post(f"/comments/{scene.comment.pk}/vote/", seen)
        assert Vote.objects.get().revision_id == scene.comment.current_id

    def test_a_thread_of_a_page_that_is_not_public_takes_nothing(self, scene, client_of):
        scene.article.unpublish()
        client = guest_client(client_of, scene.stranger)
        count = Comment.objects.count()
        for address, sent in (
            (THREAD, {"text": "Hidden."}),
            (f"/comments/{scene.comment.pk}/reply/", {"text": "Hidden."}),
            (f"/comments/{scene.comment.pk}/vote/", {"vote": "up"}),
            (f"/comments/{scene.comment.pk}/report/", {"reason": "other", "text": "x"}),
            ("/subscriptions/", {"thread": scene.thread.pk, "what": "thread", "email": "a@b.test"}),
        ):
            assert client.post(address, sent).status_code == 404, address
        assert Comment.objects.count() == count
        assert not Vote.objects.exists()

    def test_staff_pages_are_closed_to_all_but_staff(self, scene, addresses, client_of, reader):
        for person in (None, scene.stranger, reader):
            client = guest_client(client_of, person)
            for address in addresses:
                if address.startswith("/admin/") and address != "/admin/login/":
                    for method in ("GET", "POST"):
                        answer = answer_to(client, method, address)
                        assert answer.status_code in {302, 403, 404}, (address, answer.status_code)


class TestForgedCookies:
    def forged(self, scene):
        good = signing.dumps(scene.author.pk, salt=SALT)
        other = signing.dumps(scene.stranger.pk, salt=SALT)
        return {
            "a bare number": str(scene.author.pk),
            "the value with another's signature": good.split(":")[0]
            + ":"
            + ":".join(other.split(":")[1:]),
            "one letter changed": good[:-1] + ("A" if good[-1] != "A" else "B"),
            "no signature": good.rpartition(":")[0],
            "another salt": signing.dumps(scene.author.pk, salt="sessions"),
            "another key": signing.dumps(scene.author.pk, salt=SALT, key="k"),
            "words": signing.dumps("1 OR 1=1", salt=SALT),
            "a list": signing.dumps([scene.author.pk], salt=SALT),
            "a truth": signing.dumps(True, salt=SALT),
            "a huge number": signing.dumps(2**80, salt=SALT),
            "a negative number": signing.dumps(-1, salt=SALT),
            "compressed": signing.dumps([0] * 9999, salt=SALT, compress=True),
            "empty": "",
        }

    def test_none_acts_for_anybody(self, scene):
        for kind, value in self.forged(scene).items():
            client = visitor()
            client.cookies[PERSON_COOKIE] = value
            page = client.get(f"{THREAD}?mine")
            assert page.status_code == 200, kind
            answer = client.get(f"/comments/{scene.comment.pk}/edit/")
            assert answer.status_code == 404, kind

    def test_a_year_is_the_end_of_a_cookie(self, scene, client_of):
        client = guest_client(client_of, scene.author)
        assert client.get(f"/comments/{scene.comment.pk}/edit/").status_code == 200

    def test_a_merged_guest_acts_as_who_they_are_now_and_never_as_an_account(
        self, scene, client_of, enrol
    ):
        now = clock()
        first = make_guest(now=now)
        first.email = "ada@mail.test"
        first.save()
        keeper = prove_address(person=first, address="ada@mail.test", now=now)
        assert keeper.pk == scene.author.pk
        client = guest_client(client_of, first)
        assert client.get(f"/comments/{scene.comment.pk}/edit/").status_code == 200
        member = enrol("Mia Member")
        second = make_guest(now=now)
        theirs = said(scene.thread, member, "By a member.", now)
        second.email = member.user.email
        second.save()
        prove_address(person=second, address=member.user.email, now=now)
        client = guest_client(client_of, second)
        assert client.get(f"/comments/{theirs.pk}/edit/").status_code == 404

    def test_a_circle_of_merges_ends(self, scene, client_of):
        one, two = make_guest(now=clock()), make_guest(now=clock())
        Person.objects.filter(pk=one.pk).update(merged_into=two)
        Person.objects.filter(pk=two.pk).update(merged_into=one)
        assert guest_client(client_of, one).get(f"{THREAD}?mine").status_code == 200

    def test_an_erased_guest_acts_for_nobody(self, scene, client_of):
        Person.objects.filter(pk=scene.author.pk).update(erased_at=clock())
        client = guest_client(client_of, scene.author)
        assert client.get(f"/comments/{scene.comment.pk}/edit/").status_code == 404
