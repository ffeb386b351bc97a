"""A day of a newspaper, replayed: who reads, writes, votes, gives and publishes, at a clock of its own."""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from standfirst.delivery import baking, following
from standfirst.delivery.following import Follower
from standfirst.delivery.page_folder import files
from standfirst.discussion.actions import Ballot, NewComment, cast_vote, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom.models import ArticlePage
from standfirst.people.models import Person
from tests.funding.makers import cash

NANO = 10**9
# Who goes on from an article to the page of its discussion.
READS_ON = 0.15


@dataclass(frozen=True)
class Size:
    """How much happens in a day."""

    articles: int
    comments: int
    votes: int
    publications: int
    gifts: int
    reads: int


@dataclass
class Clock:
    """The day's own time, Unix seconds; everything that the page folder asks for time asks this."""

    seconds: float

    def unix_time(self):
        return self.seconds

    def time_ns(self):
        return int(self.seconds * NANO)

    def now(self):
        return datetime.fromtimestamp(self.seconds, UTC)

    def rule(self, monkeypatch):
        monkeypatch.setattr(files, "time", self)
        for module in (baking, following):
            monkeypatch.setattr(module, "unix_time", self.unix_time)


@dataclass
class Day:
    """Replays a day on a paper with pages in a folder, and counts what was rendered in vain."""

    paper: object
    clock: Clock
    client: object
    shelf: object
    size: Size
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    last: dict = field(default_factory=dict)
    rebaked: Counter = field(default_factory=Counter)
    in_vain: Counter = field(default_factory=Counter)

    def replay(self):
        """Open with every article there, then let everything happen in a random order."""
        self.articles = list(ArticlePage.objects.order_by("-first_published_at"))
        self.threads = {each.page_id: each for each in Thread.objects.all()}
        self.places = [*self.paper.others, *(each.url for each in self.articles)]
        self.voters = Person.objects.bulk_create(
            Person(name=f"Voter {number}", created_at=self.clock.now()) for number in range(200)
        )
        self.follower = Follower(name="here", shelf=self.shelf, bake=self.bake)
        events = [
            *[self.read] * self.size.reads,
            *[self.comment] * self.size.comments,
            *[self.vote] * self.size.votes,
            *[self.publish] * self.size.publications,
            *[self.give] * self.size.gifts,
        ]
        self.dice.shuffle(events)
        for event in events:
            self.clock.seconds += 86_400 / len(events)
            event()
            self.follower.look()

    def read(self):
        """Somebody opens a page: the newest and the fronts far more often than the rest (Zipf)."""
        address = self.one_of(self.places)
        if self.dice.random() < READS_ON and self.paper.kind_of(address) == "article":
            address = f"{address}comments/"
        page = self.shelf.folder.find(address)
        if page is None or self.shelf.find_true(address, self.clock.seconds) is None:
            self.bake(address)
            page = self.shelf.folder.find(address)
        os.utime(page.place, ns=(self.clock.time_ns(), page.place.stat().st_mtime_ns))

    def comment(self):
        article = self.one_of(self.articles)
        now = self.clock.now()
        address = f"jo-{self.dice.random()}@mail.test"
        author = Person.objects.create(
            name="Jo", email=address, email_proven_at=now, created_at=now
        )
        words = f"A word about the gate, the {self.dice.random()}th."
        thread = self.threads[article.pk]
        new = NewComment(thread=thread, author=author, text=words)
        assert post_comment(new=new, now=now).is_visible

    def vote(self):
        comments = Comment.objects.filter(state=Comment.State.VISIBLE).order_by("-pk")[:300]
        chosen = self.dice.choice(comments)
        ballot = Ballot(chosen, self.dice.choice(self.voters), self.dice.choice((1, 1, 1, -1)))
        cast_vote(ballot=ballot, now=self.clock.now())

    def publish(self):
        article = self.paper.publish(self.dice, f"News of {self.clock.seconds}", self.clock.now())
        self.articles.insert(0, article)
        self.threads[article.pk] = Thread.objects.get(page_id=article.pk)
        self.places.insert(len(self.paper.others), article.url)

    def give(self):
        cash(self.paper.campaign, self.dice.randrange(500, 20_000), now=self.clock.now())

    def bake(self, address):
        """Render a page as the app does for a reader or the follower, and compare."""
        self.client.get(address).close()
        page = self.shelf.folder.find(address)
        body = page.place.read_bytes()
        if address in self.last:
            kind = self.paper.kind_of(address)
            self.rebaked[kind] += 1
            self.in_vain[kind] += self.last[address] == body
        self.last[address] = body

    def one_of(self, choices):
        """Choose the n-th with a weight of 1/n."""
        return self.dice.choices(choices, [1 / (n + 1) for n in range(len(choices))])[0]

    def share_in_vain(self):
        return self.in_vain.total() / max(self.rebaked.total(), 1)
