"""A member's page, its feed, the feed of replies to oneself, and muting."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.accounts.actions import change_name, change_page
from standfirst.delivery.following import Follower
from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.discussion.actions import move_rows, remove_comment
from standfirst.discussion.models import Comment, Mute, ReplyFeed
from standfirst.lib.names import initials_of, shade_of
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from standfirst.people.models import Badge, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    yield own_shelf()
    own_shelf().index.close()
    shelf_at.cache_clear()


def place_of(person):
    return f"/people/{person.pk}/"


def words_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_member_has_a_page_with_what_they_wrote(write, reader, stranger, now):
    write(reader, "The weir is *old*.")
    change_page(person=reader, about="I fish here.", has_page=True, now=now)
    page = words_at(stranger, place_of(reader))
    for words in ("Rita Reader", "I fish here.", "<em>old</em>", "Who owns the gate?", ">RR<"):
        assert words in page


def test_a_name_leads_to_the_page(write, reader, guest, stranger, thread):
    write(reader)
    write(guest, name="Gus", text="A guest's word.")
    page = words_at(stranger, thread.comments_path)
    assert f'<a href="{place_of(reader)}"><bdi>Rita Reader</bdi></a>' in page
    assert place_of(guest) not in page
    assert stranger.get(place_of(guest)).status_code == 404


def test_a_closed_page_is_nowhere(write, reader, stranger, thread, kept, now):
    write(reader)
    addresses = (place_of(reader), f"{place_of(reader)}feed.xml", thread.comments_path)
    for address in addresses:
        words_at(stranger, address)
    follower = Follower(name="here", shelf=kept, bake=lambda address: None)
    change_page(person=reader, about="", has_page=False, now=now)
    follower.look()
    assert [bool(kept.folder.find(address)) for address in addresses[:2]] == [False, False]
    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 200]
    assert place_of(reader) not in words_at(stranger, thread.comments_path)
    change_page(person=reader, about="", has_page=True, now=now)
    assert place_of(reader) in words_at(stranger, thread.comments_path)


@pytest.mark.parametrize("state", ["suspended", "erased", "merged"])
def test_who_is_nobody_any_more_has_no_page(write, reader, supporter, stranger, now, state):
    write(reader)
    if state == "suspended":
        reader.user.is_active = False
        reader.user.save()
    else:
        given = {"erased": {"erased_at": now}, "merged": {"merged_into": supporter}}[state]
        Person.objects.filter(pk=reader.pk).update(**given)
    assert stranger.get(place_of(reader)).status_code == 404


def test_only_what_anybody_may_read_is_there(
    write, reader, stranger, judge, thread, other_thread, page, now
):
    write(reader, "Stays to be read.")
    removed = write(reader, "Gone for a reason.")
    remove_comment(judgement=judge(removed, facts="A lie."), now=now)
    write(reader, "Below a page that is not public.", thread=other_thread)
    other_thread.page.unpublish()
    for address in (place_of(reader), f"{place_of(reader)}feed.json"):
        words = words_at(stranger, address)
        assert "Stays to be read." in words
        assert "Gone for a reason." not in words
        assert "not public" not in words


def test_a_removed_comment_leaves_a_kept_page_at_once(write, reader, stranger, judge, kept, now):
    comment = write(reader, "Gone for a reason.")
    words_at(stranger, place_of(reader))
    follower = Follower(name="here", shelf=kept, bake=lambda address: None)
    remove_comment(judgement=judge(comment, facts="A lie."), now=now)
    follower.look()
    assert kept.folder.find(place_of(reader)) is None


def test_another_name_makes_the_page_stale(write, reader, stranger, kept, now):
    words_at(stranger, place_of(reader))
    change_name(person=reader, name="Other Name", now=now)
    assert "Other Name" in words_at(stranger, place_of(reader))


def test_pages_follow_each_other_without_a_gap(write, reader, stranger, now):
    for number in range(45):
        write(reader, f"Word <{number}>.", at=now + timedelta(hours=number))
    # Of one moment, as imported ones are, and yet in one order.
    Comment.objects.filter(pk__gt=10, pk__lte=34).update(created_at=now)
    seen, address = [], place_of(reader)
    while address:
        page = words_at(stranger, address)
        seen += [number for number in range(45) if f"Word &lt;{number}&gt;." in page]
        _, _, rest = page.partition('class="comments-more" href="')
        address = rest.partition('"')[0]
    assert sorted(seen) == list(range(45))
    assert len(seen) == 45
    for wrong in ("x", "W10", "WyIyMDI2Iiwx", "WyIyMDI2LTAxLTAxIiwxXQ"):
        assert stranger.get(f"{place_of(reader)}?before={wrong}").status_code == 404


def test_queries_do_not_grow_with_the_comments(write, reader, stranger, now):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            words_at(stranger, place_of(reader))
        return len(queries)

    write(reader, "One.")
    asked()
    few = asked()
    for number in range(8):
        write(reader, f"More {number}.", at=now + timedelta(hours=number + 1))
    assert asked() == few


def test_a_badge_is_there_by_own_choice(supporter, editor, reader, stranger):
    assert "Supporter</span>" in words_at(stranger, place_of(supporter))
    assert "Staff</span>" in words_at(stranger, place_of(editor))
    Badge.objects.filter(person=supporter).delete()
    assert "Supporter</span>" not in words_at(stranger, place_of(supporter))
    assert 'class="badge' not in words_at(stranger, place_of(reader))


def test_a_feed_of_a_person_has_their_newest_comments(write, reader, supporter, stranger):
    write(reader, "Mine.")
    write(supporter, "Another's.")
    told = json.loads(words_at(stranger, f"{place_of(reader)}feed.json"))
    assert told["title"] == "Comments by Rita Reader"
    assert [item["content_html"] for item in told["items"]] == ["<p>Mine.</p>\n"]
    assert "<title>Comments by Rita Reader</title>" in words_at(
        stranger, f"{place_of(reader)}feed.xml"
    )


def test_a_form_changes_the_page(reader, client_of, stranger):
    client = client_of(reader)
    assert 'action="/account/page/"' in words_at(client, "/account/")
    assert (
        client.post("/account/page/", {"about": "  I\tfish. ", "has_page": "on"}).status_code == 302
    )
    reader.refresh_from_db()
    assert (reader.about, reader.page_closed_at) == ("I fish.", None)
    assert client.post("/account/page/", {"about": "x" * 301}).status_code == 422
    assert client.post("/account/page/", {"about": "I fish."}).status_code == 302
    assert stranger.get(place_of(reader)).status_code == 404


def test_words_about_oneself_are_judged(reader, client_of, now):
    keep_word_list(name="bad", kind=WordList.Kind.BANNED, words="pills", now=now)
    keep_word_list(name="odd", kind=WordList.Kind.SUSPECT, words="cure", now=now)
    client = client_of(reader)
    answer = client.post("/account/page/", {"about": "Buy pills", "has_page": "on"})
    assert answer.status_code == 422
    assert "We do not show these words" in answer.content.decode()
    answer = client.post("/account/page/", {"about": "My cure", "has_page": "on"}, follow=True)
    assert "A moderator looks at these words first." in answer.content.decode()
    reader.refresh_from_db()
    assert reader.about == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rita Reader", "RR"),
        ("ada", "A"),
        ("A B C", "AC"),
        ("", ""),
        ("… –", ""),
        ("李 小龙", "李小"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert initials_of(name) == letters


def test_a_shade_is_always_the_same_for_a_name():
    assert shade_of("Ada") == shade_of("Ada")
    assert {shade_of(f"Ada {number}") for number in range(100)} == set(range(8))


# The feed of replies


def feed_of(client):
    page = words_at(client, "/feeds/replies/")
    _, _, rest = page.partition('<a href="http://127.0.0.1:8000/feeds/replies/')
    return "/feeds/replies/" + rest.partition('"')[0] if rest else ""


def test_replies_to_me_come_by_a_secret_address(write, reader, supporter, client_of, stranger):
    mine = write(reader, "Mine.")
    write(supporter, "To you.", parent=mine)
    write(reader, "To myself.", parent=mine)
    write(supporter, "To nobody.")
    client = client_of(reader)
    assert feed_of(client) == ""
    client.post("/feeds/replies/", {"verb": "renew"})
    address = feed_of(client)
    answer = stranger.get(address.replace(".xml", ".json"))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    told = json.loads(answer.content)
    assert [item["content_html"] for item in told["items"]] == ["<p>To you.</p>\n"]
    assert stranger.get(address).content.startswith(b"<?xml")


def test_another_address_voids_the_old_one_and_ending_voids_all(reader, client_of, stranger):
    client = client_of(reader)
    client.post("/feeds/replies/", {"verb": "renew"})
    first = feed_of(client)
    client.post("/feeds/replies/", {"verb": "renew"})
    second = feed_of(client)
    assert [stranger.get(each).status_code for each in (first, second)] == [404, 200]
    client.post("/feeds/replies/", {"verb": "end"})
    assert stranger.get(second).status_code == 404
    assert not ReplyFeed.objects.exists()


def test_a_feed_of_replies_is_kept_by_no_shelf(write, reader, client_of, stranger, kept):
    client = client_of(reader)
    client.post("/feeds/replies/", {"verb": "renew"})
    stranger.get(feed_of(client))
    assert not list(kept.folder.pages())


def test_a_feed_shows_nothing_that_is_held_or_removed(
    write, reader, supporter, judge, client_of, now
):
    mine = write(reader, "Mine.")
    reply = write(supporter, "To you.", parent=mine)
    client = client_of(reader)
    client.post("/feeds/replies/", {"verb": "renew"})
    remove_comment(judgement=judge(reply, facts="A lie."), now=now)
    assert "To you." not in words_at(client, feed_of(client))


def test_a_reader_makes_no_feed(stranger):
    assert stranger.post("/feeds/replies/", {"verb": "renew"}).status_code == 302
    assert not ReplyFeed.objects.exists()


# Muting


def test_who_is_muted_is_folded_for_me_alone(write, reader, supporter, client_of, stranger, thread):
    comment = write(supporter, "Words of a bore.")
    client = client_of(reader)
    assert "Do not show me this person" in words_at(client, f"/comments/{comment.pk}/report/")
    assert "Sam Supporter" in words_at(client, f"/comments/{comment.pk}/mute/")
    answer = client.post(f"/comments/{comment.pk}/mute/")
    assert answer.status_code == 303
    mine = words_at(client, f"{thread.comments_path}?mine")
    assert '<details class="folded">' in mine
    assert "Words of a bore." in mine
    pieces = words_at(client, f"{thread.comments_path}?mine&fragment=1")
    assert f'hx-swap-oob="innerHTML:#comment-{comment.pk} > .comment-text"' in pieces
    for other in (stranger, client_of(supporter)):
        assert "folded" not in words_at(other, thread.comments_path)
        assert "folded" not in words_at(other, f"{thread.comments_path}?mine")


def test_muting_is_undone_on_ones_own_page(write, reader, supporter, client_of, thread):
    comment = write(supporter)
    client = client_of(reader)
    for _ in range(2):
        client.post(f"/comments/{comment.pk}/mute/")
    assert Mute.objects.count() == 1
    assert "Sam Supporter" in words_at(client, "/people/muted/")
    for wrong in ("", "x", "9" * 30, str(reader.pk)):
        client.post("/people/muted/", {"muted": wrong})
    assert Mute.objects.count() == 1
    client.post("/people/muted/", {"muted": supporter.pk})
    assert not Mute.objects.exists()
    assert "folded" not in words_at(client, f"{thread.comments_path}?mine")


def test_a_reader_who_mutes_becomes_a_guest(write, supporter, stranger, thread):
    comment = write(supporter)
    answer = stranger.post(f"/comments/{comment.pk}/mute/")
    assert answer.cookies["person"]["httponly"]
    assert "folded" in words_at(stranger, f"{thread.comments_path}?mine")


def test_nobody_mutes_themselves_or_what_cannot_be_read(write, reader, client_of, judge, now):
    comment = write(reader)
    client = client_of(reader)
    assert client.post(f"/comments/{comment.pk}/mute/").status_code == 404
    remove_comment(judgement=judge(comment, facts="A lie."), now=now)
    assert client.get(f"/comments/{comment.pk}/mute/").status_code == 404
    assert not Mute.objects.exists()


def test_muting_follows_whoever_is_merged(reader, supporter, guest, enrol, now):
    third = enrol("Third")
    for who, whom in (
        (guest, supporter),
        (supporter, guest),
        (third, guest),
        (third, reader),
        (guest, reader),
    ):
        Mute.objects.create(person=who, muted=whom, muted_at=now)
    move_rows(person=guest, into=reader, now=now + timedelta(days=1))
    kept = set(Mute.objects.values_list("person", "muted"))
    assert kept == {(reader.pk, supporter.pk), (supporter.pk, reader.pk), (third.pk, reader.pk)}
