"""Every list asks the database as often for three things as for one."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from standfirst.discussion.actions import NewComment, Wish, post_comment, subscribe
from standfirst.discussion.models import Comment, Mute, Subscription, Thread
from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign
from standfirst.funding.actions.manual import (
    ManualGift,
    confirm_manual_gift,
    enter_manual_gift,
)
from standfirst.funding.actions.words import Words
from standfirst.funding.models import Method
from standfirst.lib.money import Money
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.actions.notices import give_notice
from standfirst.moderation.models import Measure
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.people.actions import make_guest, make_token, prove_address
from standfirst.people.models import Scope
from tests.funding.makers import second_person
from tests.house.source import PACKAGE, none_of

# Page → its address and what it lists. tests/house asks for a row here from every page that lists.
LISTS = {
    "article.html": ("/river/gate-0/", "comments"),
    "contributor.html": ("/authors/ada-0/", "articles"),
    "contributors.html": ("/authors/", "contributors"),
    "feeds.html": ("/feeds/", "sections"),
    "home.html": ("/", "articles"),
    "ledger.html": ("/ledger/", "gifts"),
    "ledger_campaign.html": ("/ledger/campaign-0/", "gifts"),
    "search.html": ("/search/?q=gate", "articles"),
    "section.html": ("/river/", "articles"),
    "support.html": ("/support/campaign-0/", "gifts"),
    "thanks.html": ("/support/campaign-0/thanks/", "gifts"),
    "support_list.html": ("/support/", "campaigns"),
    "thread.html": ("/river/gate-0/comments/", "comments"),
    "topic.html": ("/topics/flood-0/", "articles"),
    "topics.html": ("/topics/", "topics"),
}
# Pages whose loops are over what an editor fixes or a form has, not over rows that grow.
FIXED = {
    "api.html": "the operations and reasons that the code has",
    "appeal_form.html": "the errors of a form",
    "notice_form.html": "the errors of a form, and the few comments that it names",
    "giving.html": "the years in which one person gave",
    "gift_status.html": "the receipts of one gift, and the errors of a form",
    "invitation.html": "the errors of a form",
    "own_feed.html": "the two formats of one feed",
    "passages.html": "the paragraphs of one story",
    "password.html": "the errors of a form",
    "plain.html": "the blocks of one story",
    "rules.html": "the paragraphs of one text",
    "figures.html": "the tables and years of one count",
    "moderation.html": "the measures and house rules there are",
    "statement.html": "what one statement says",
}
# Pages with a test of their own.
COUNTED = {
    "notice_state.html": "test_a_notice_of_three_comments_costs_no_more_queries_than_one_of_one"
}
# Pages that are one member's own: who reads them counts as one who lists.
OWN = {
    "muted.html": ("/people/muted/", "mutes"),
    "notices.html": ("/subscriptions/mine/", "wishes"),
    "person.html": ("/people/{pk}/", "comments"),
    "sessions.html": ("/account/sessions/", "browsers"),
    "statements.html": ("/statement/", "statements"),
    "tokens.html": ("/account/tokens/", "tokens"),
}


class Growing:
    """A small paper that can be given more of anything."""

    def __init__(self, now):
        self.now = now
        self.home = newsroom.found_paper(name="The Weir Courier", now=now)
        self.river = newsroom.add_section(home=self.home, title="River", now=now)
        self.flood = [self.topics(0)]
        self.ada = [self.contributors(0)]
        self.article = self.articles(0)
        self.thread = Thread.objects.get(page_id=self.article.pk)
        self.campaign = self.campaigns(0)
        self.writer = prove_address(
            person=make_guest(now=now), address="ada@mail.test", now=now - timedelta(days=9)
        )

    def articles(self, number):
        article = NewArticle(
            headline=f"The gate {number}",
            slug=f"gate-{number}",
            story=[{"type": "paragraph", "value": "<p>Nobody knows.</p>"}],
            topics=self.flood,
            bylines=[(contributor, "words") for contributor in self.ada],
            first_published_at=self.now - timedelta(hours=number + 1),
        )
        return newsroom.publish_article(section=self.river, article=article, now=self.now)

    def topics(self, number):
        topic = newsroom.add_topic(home=self.home, title=f"Flood {number}", now=self.now)
        if number:
            self.flood = [topic]
            self.articles(number)
        return topic

    def contributors(self, number):
        return newsroom.add_contributor(home=self.home, name=f"Ada {number}", now=self.now)

    def sections(self, number):
        newsroom.add_section(home=self.home, title=f"Bank {number}", now=self.now)

    def comments(self, number):
        new = NewComment(
            thread=self.thread, author=self.writer, text=f"The miller, I say {number}."
        )
        post_comment(new=new, now=self.now + timedelta(minutes=3 * number))

    def campaigns(self, number):
        plan = CampaignPlan(title=f"Pumps {number}", goal=Money(500_000, "USD"))
        return make_campaign(slug=f"campaign-{number}", plan=plan, is_rehearsed=False, now=self.now)

    def gifts(self, number):
        words = Words(name=f"Giver {number}", shows_name=True, shows_amount=True)
        key = f"transfer-{number}"
        manual = ManualGift(Money(2_500, "USD"), Method.BANK, self.now, key=key, words=words)
        entered = enter_manual_gift(
            campaign=self.campaign, manual=manual, entered_by=None, now=self.now
        )
        confirm_manual_gift(gift=entered, confirmed_by=second_person(), now=self.now)


@pytest.fixture
def queries_of(client_of):
    """Count the queries of a page for a reader, once what processes remember is remembered."""
    nobody = client_of(None)

    def count(address):
        assert nobody.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            nobody.get(address)
        return [query["sql"] for query in asked.captured_queries]

    return count


@pytest.mark.parametrize("page", LISTS)
def test_a_list_of_three_costs_no_more_queries_than_one_of_one(page, db, now, queries_of):
    address, things = LISTS[page]
    paper = Growing(now)
    grow = getattr(paper, things)
    grow(1)
    one = queries_of(address)
    grow(2)
    grow(3)
    three = queries_of(address)
    assert len(three) <= len(one), "\n".join(sorted(set(three) - set(one)))


class Grown:
    """What a member has of their own, and more of it."""

    def __init__(self, client_of, reader):
        self.client_of = client_of
        self.reader = reader

    def browsers(self, number):
        client = self.client_of(self.reader)
        session_key = client.cookies["sessionid"].value
        UserSession.objects.create(
            user=self.reader.user, session_key=session_key, user_agent=f"Firefox/{number}"
        )

    def tokens(self, number):
        now = timezone.now()
        make_token(user=self.reader.user, name=f"{number}", scopes=[Scope.VOTES], now=now)

    def mutes(self, number):
        muted = make_guest(now=timezone.now())
        Mute.objects.create(person=self.reader, muted=muted, muted_at=timezone.now())

    def statements(self, number):
        subject = Subject("comment", number)
        ruling = Ruling(subject, Measure.REMOVED, about=self.reader)
        record_decision(ruling=ruling, now=timezone.now())

    def comments(self, number):
        now = timezone.now()
        if number == 1:
            self.paper = Growing(now)
        new = NewComment(thread=self.paper.thread, author=self.reader, text=f"I say {number}.")
        post_comment(new=new, now=now + timedelta(hours=number))

    def wishes(self, number):
        now = timezone.now()
        if number == 1:
            self.home = newsroom.found_paper(name="The Weir Courier", now=now)
        topic = newsroom.add_topic(home=self.home, title=f"Flood {number}", now=now)
        wish = Wish(None, self.reader, Subscription.Kind.TOPIC, "", page=topic)
        subscribe(wish=wish, now=now)


@pytest.mark.parametrize("page", OWN)
def test_ones_own_list_of_three_costs_no_more_queries_than_one_of_one(page, client_of, reader):
    address, things = OWN[page]
    address = address.format(pk=reader.pk)
    grow = getattr(Grown(client_of, reader), things)
    client = client_of(reader)
    counts = []
    for more in ([1], [2, 3]):
        for number in more:
            grow(number)
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_a_notice_of_three_comments_costs_no_more_queries_than_one_of_one(queries_of, now, db):
    paper = Growing(now)
    for number in (1, 2, 3):
        paper.comments(number)
    counts = []
    for number in (1, 3):
        rows = Comment.objects.order_by("pk")[:number]
        places = [Place(f"/comments/{row.pk}/", "comment", row.pk, row.current_id) for row in rows]
        new = NewNotice(
            category="slander",
            places=places,
            words="It says that I took the key.",
            name="Nora",
            address=f"nora{number}@mail.test",
            is_in_good_faith=True,
        )
        given = give_notice(new=new, now=now)
        counts.append(len(queries_of(f"/report/{given.secret}/")))
    assert counts[1] <= counts[0]


def lists_of(folder):
    """Give the pages that loop, by themselves or by a fragment with a list."""
    return {page.name for page in folder.glob("*.html") if "{% for " in page.read_text("utf-8")}


def test_every_page_with_a_list_is_counted():
    folder = PACKAGE / "templates" / "pages"
    uncounted = lists_of(folder) - LISTS.keys() - OWN.keys() - FIXED.keys() - COUNTED.keys()
    none_of(sorted(uncounted), "Add the page to LISTS (or, if its loop cannot grow, to FIXED):")
    gone = (LISTS.keys() | OWN.keys() | FIXED.keys()) - {
        page.name for page in folder.glob("*.html")
    }
    none_of(sorted(gone), "There is no such page any more:")


def test_a_query_for_each_item_is_found(db, now):
    """The control: a list that asks for each of its items costs more for three than for one."""
    paper = Growing(now)

    def read_one_by_one():
        return [page.specific.kicker for page in Page.objects.child_of(paper.river)]

    with CaptureQueriesContext(connection) as one:
        read_one_by_one()
    paper.articles(1)
    with CaptureQueriesContext(connection) as two:
        read_one_by_one()
    assert len(two) > len(one)
