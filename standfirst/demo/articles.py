"""The demo's articles: written, published on their day, related, and put on the front."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from standfirst.demo.blocks import Raw, raw_story
from standfirst.demo.files import store_picture
from standfirst.demo.paper import Paper
from standfirst.demo.reading import Table, moment, read_table
from standfirst.demo.talk import passage_of
from standfirst.discussion.actions import FoundError, report_error, settle_error
from standfirst.discussion.models import ErrorReport, Thread
from standfirst.newsroom.actions import (
    LeadPicture,
    NewArticle,
    NewCorrection,
    choose_front,
    correct_article,
    publish_article,
    relate_articles,
)
from standfirst.newsroom.actions.placing import put_live
from standfirst.newsroom.models import ArticlePage, Byline
from standfirst.people.models import Person

Role = Byline.Role
ANSWERED_AFTER = timedelta(hours=3)
DRAWN = ("linocut", "chart", "map")


def make_article(table: Table, *, paper: Paper, now: datetime) -> ArticlePage:
    """Publish one article as of its day. Its discussion is open until its comments are written."""
    published = moment(table["published"])
    article = NewArticle(
        headline=table["headline"],
        slug=table["slug"],
        kicker=table["kicker"],
        standfirst=table["standfirst"],
        place=table["place"],
        lead=_lead(table),
        bylines=[
            (paper.contributors[row["contributor"]], _role(row["role"])) for row in table["bylines"]
        ],
        topics=[paper.topics[slug] for slug in table["topics"]],
        story=_as_it_first_read(table),
        discussion_days=table.get("closes_after_days"),
        search_description=table["standfirst"][:255],
        first_published_at=published,
        changed_at=moment(table["updated"]) if "updated" in table else published,
    )
    return publish_article(section=paper.sections[table["section"]], article=article, now=now)


def arrange(
    tables: list[Table], articles: Mapping[str, ArticlePage], *, paper: Paper, now: datetime
) -> None:
    """Relate the articles to one another and choose the front."""
    for table in tables:
        related = [articles[slug] for slug in table.get("related", ())]
        if related:
            relate_articles(article=articles[table["slug"]], related=related, now=now)
    front = read_table("paper.toml")["front"]
    chosen = [articles[slug] for slug in (front["lead"], *front["seconds"])]
    choose_front(front=paper.home, articles=chosen, now=now)


def close_if_closed(table: Table, *, article: ArticlePage, now: datetime) -> None:
    """Close the discussion of an article whose file says so, as an editor would."""
    if table["discussion"] != "closed":
        return
    article.refresh_from_db()
    article.discussion = ArticlePage.Discussion.CLOSED
    article.save_revision(clean=False)
    # Its words are as they were, so readers are told of no update.
    appeared, changed = article.first_published_at, article.last_published_at
    put_live(page=article, now=now, published_at=appeared, changed_at=changed)


def correct(table: Table, *, article: ArticlePage, guests: Mapping[str, Person]) -> None:
    """Correct an article of whose error a reader has told, on the day that it was updated."""
    if "correction" not in table:
        return
    row, at = table["correction"], moment(table["updated"])
    thread = Thread.objects.get(page=article)
    error = FoundError(
        thread,
        guests[row["found_by"]],
        passage_of(thread, row["was"]),
        row["found"],
        credit=row["found_by"],
    )
    report = report_error(error=error, now=at - ANSWERED_AFTER)
    settle_error(report=report, outcome=ErrorReport.Outcome.ACCEPTED, now=at)
    article.refresh_from_db()
    correct_article(
        article=article,
        story=_reading(article.story.raw_data, row["was"], row["now"]),
        correction=NewCorrection(words=row["words"], answers=report.pk),
        now=at,
    )


def _as_it_first_read(table: Table) -> list[Raw]:
    """Write the story with what was corrected later."""
    story = raw_story(table["story"], slug=table["slug"])
    row = table.get("correction")
    return _reading(story, row["now"], row["was"]) if row else story


def _reading(story: Iterable[Raw], words: str, others: str) -> list[Raw]:
    return [
        {**block, "value": block["value"].replace(words, others)}
        if block["type"] == "paragraph"
        else block
        for block in story
    ]


def _lead(table: Table) -> LeadPicture | None:
    if "lead" not in table:
        return None
    lead = table["lead"]
    return LeadPicture(
        image=store_picture(lead),
        alt=lead["alt"],
        caption=lead.get("caption", ""),
        kind="drawing" if lead["credit"].startswith("Linocut") else lead["type"],
    )


def _role(words: str) -> str:
    if words.lower().startswith(DRAWN):
        return Role.GRAPHICS
    return Role.DATA if words == "Figures" else Role.WORDS
