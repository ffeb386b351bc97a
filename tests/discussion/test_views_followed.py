"""Following an author or a topic, from their pages and from a report, without JavaScript."""

import re

import pytest

from standfirst.discussion.models import Subscription
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ArticleTopic, Byline, ContributorPage, TopicPage
from standfirst.notify.models import Message
from tests.discussion.http import Forms, form_in, send, text_of

pytestmark = pytest.mark.django_db
FOLLOW = "/subscriptions/follow/"


@pytest.fixture
def home(article):
    return article.get_parent().get_parent()


@pytest.fixture
def topic(home):
    index = home.get_children().get(slug="topics")
    return index.add_child(instance=TopicPage(title="High water", slug="high-water"))


@pytest.fixture
def author(home):
    index = home.get_children().get(slug="authors")
    return index.add_child(instance=ContributorPage(title="Maren Ostholt", slug="maren"))


@pytest.fixture
def report(article, topic, author):
    Byline.objects.create(page=article, contributor=author, role=Byline.Role.WORDS)
    ArticleTopic.objects.create(page=article, topic=topic)
    return article


def wishes():
    return list(Subscription.objects.values_list("kind", "page", "title", "address"))


def test_a_stranger_follows_a_topic_from_its_page_and_confirms(stranger, topic):
    asked = send(stranger, stranger.get("/topics/high-water/"), "follow", email="ada@mail.test")
    assert "Look into the mailbox of ada@mail.test" in text_of(asked)
    assert wishes() == [("topic", topic.pk, "High water", "ada@mail.test")]
    message = Message.objects.get()
    assert "New reports on a topic, “High water”" in message.text
    assert "High water" in message.subject
    confirm = re.search(r"/subscriptions/[\w-]+/", message.text)[0]
    assert not Subscription.objects.get().is_live
    done = text_of(stranger.post(confirm))
    assert "We tell ada@mail.test from now on." in done
    assert Subscription.objects.get().is_live
    (settings,) = re.findall(r'href="(/subscriptions/mine/[^"]+)"', done)
    assert "High water" in text_of(stranger.get(settings))


def test_a_report_offers_its_authors_and_topics(client_of, reader, report, topic, author):
    page = client_of(None).get("/town/who-owns-the-gate/")
    form = form_in(page, "follow")
    assert form["data"]["pages"] == f"{topic.pk},{author.pk}"
    sent = {**form["data"], "page": str(author.pk), "rhythm": "weekly"}
    done = client_of(reader).post(FOLLOW, sent)
    assert "from now on" in text_of(done)
    assert wishes() == [("author", author.pk, "Maren Ostholt", reader.user.email)]
    assert Subscription.objects.get().rhythm == "weekly"
    assert Message.objects.count() == 0


def test_an_address_gets_one_mail_a_day_for_all_that_strangers_ask(
    client_of, topic, author, thread
):
    for sent in (
        {"pages": topic.pk, "page": topic.pk},
        {"pages": author.pk, "page": author.pk},
    ):
        client_of(None).post(FOLLOW, {**sent, "email": "ada@mail.test"})
    values = {"thread": thread.pk, "what": "thread", "email": "ADA@mail.test"}
    client_of(None).post("/subscriptions/", values)
    assert Subscription.objects.count() == 3
    assert Message.objects.count() == 1


def test_what_is_not_taken_is_handed_back(stranger, topic):
    sent = {"pages": topic.pk, "page": topic.pk, "email": "a@b"}
    refused = stranger.post(FOLLOW, sent)
    assert refused.status_code == 422
    assert form_in(refused, "follow")["data"]["email"] == "a@b"
    chosen = stranger.post(FOLLOW, {"pages": topic.pk, "email": "a@b.test"})
    assert chosen.status_code == 422
    assert "Please choose whom or what to follow." in text_of(chosen)
    assert wishes() == []


@pytest.mark.parametrize("pages", ["", "x", "0", "9" * 30, "1,2", "{article}", "{hidden}", "-1"])
def test_what_cannot_be_followed_is_not_found(pages, stranger, article, topic):
    hidden = topic.get_parent().add_child(
        instance=TopicPage(title="Hidden", slug="hidden", live=False)
    )
    named = pages.format(article=article.pk, hidden=hidden.pk)
    sent = {"pages": named, "page": named, "email": "a@b.test"}
    assert stranger.post(FOLLOW, sent).status_code == 404
    assert wishes() == []


def test_a_page_that_is_not_offered_is_not_followed(stranger, topic, author):
    sent = {"pages": topic.pk, "page": author.pk, "email": "a@b.test"}
    assert stranger.post(FOLLOW, sent).status_code == 422
    assert wishes() == []


def test_a_topic_that_is_gone_leaves_a_wish_that_can_be_ended(client_of, reader, topic):
    client = client_of(reader)
    client.post(FOLLOW, {"pages": topic.pk, "page": topic.pk})
    topic.delete()
    page = client.get("/subscriptions/mine/")
    assert "High water" in text_of(page)
    wish = Subscription.objects.get()
    client.post("/subscriptions/mine/", {f"wish-{wish.pk}": "none"})
    assert Subscription.objects.get().ended_at is not None


def test_a_report_with_nobody_to_follow_offers_nothing(stranger, article):
    assert "follow" not in {
        form["id"] for form in Forms(stranger.get("/town/who-owns-the-gate/")).found
    }


def test_a_guest_whose_address_is_proven_has_the_page_too(client_of, proven, thread):
    person = proven()
    client = client_of(person)
    sent = {"thread": thread.pk, "what": "fate", "email": person.email, "rhythm": "daily"}
    client.post("/subscriptions/", sent)
    assert Subscription.objects.get().is_live
    assert clock() > Subscription.objects.get().confirmed_at
    assert person.email in text_of(client.get("/subscriptions/mine/"))
