"""Building the demo newspaper in an empty, founded site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from standfirst.demo.articles import arrange, close_if_closed, correct, make_article
from standfirst.demo.campaign import make_demo_campaign
from standfirst.demo.cast import Login, make_cast
from standfirst.demo.paper import make_paper
from standfirst.demo.reading import Table, moment, read_articles
from standfirst.demo.talk import make_voters, vote, write_talk
from standfirst.people.models import Person
from standfirst.pictures.actions import render_picture
from standfirst.pictures.models import Rendering

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoReport:
    """What was built, and how the demo's people sign in."""

    logins: tuple[Login, ...]
    articles: int
    comments: int


def build_demo(*, now: datetime, tell: Tell = lambda step, done, of: None) -> DemoReport:
    """Build the demo through the actions of the program, in a site that was just founded.

    ``tell`` hears what is being made, how many are done, and of how many.
    """
    tables = read_articles()
    cast = make_cast(now=moment(tables[0]["published"]))
    paper = make_paper(cast=cast, now=now)
    articles = {}
    for number, table in enumerate(tables):
        articles[table["slug"]] = make_article(table, paper=paper, now=now)
        tell("articles", number + 1, len(tables))
    arrange(tables, articles, paper=paper, now=now)
    guests: dict[str, Person] = {}
    voters = make_voters(_most_votes(tables), now=moment(tables[0]["published"]))
    comments = 0
    for number, table in enumerate(tables):
        article = articles[table["slug"]]
        written = write_talk(table, article=article, cast=cast, guests=guests, now=now)
        vote(table, voters=voters, comments=written)
        correct(table, article=article, guests=guests)
        close_if_closed(table, article=article, now=now)
        comments += len(written)
        tell("discussions", number + 1, len(tables))
    _render_pictures(tell, now)
    make_demo_campaign(paper=paper, cast=cast)
    tell("gifts", 1, 1)
    return DemoReport(cast.logins, len(articles), comments)


def _render_pictures(tell: Tell, now: datetime) -> None:
    """Do the worker's work here, so that the first reader does not wait for it."""
    waiting = list(Rendering.objects.filter(done_at__isnull=True))
    for number, job in enumerate(waiting):
        assert isinstance(job, Rendering)
        render_picture(job, now)
        tell("pictures", number + 1, len(waiting))


def _most_votes(tables: list[Table]) -> int:
    rows = [row for table in tables for row in table.get("comments", ())]
    return max(int(row["up"]) + int(row["down"]) for row in rows)
