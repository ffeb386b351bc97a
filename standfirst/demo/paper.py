"""The demo's identity, sections, topics, contributors, pages, rules and menus."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.demo.blocks import raw_story
from standfirst.demo.cast import Cast
from standfirst.demo.reading import Table, moment, read_table
from standfirst.newsroom.actions import (
    AboutContributor,
    add_contributor,
    add_section,
    add_topic,
    found_paper,
    write_page,
)
from standfirst.newsroom.models import (
    ContributorPage,
    HomePage,
    PlainPage,
    SectionPage,
    TopicPage,
)
from standfirst.siteconfig.actions import (
    Link,
    Paragraph,
    change_identity,
    publish_rules,
    set_menus,
)


@dataclass(frozen=True)
class Paper:
    """The tree of the demo, by slug."""

    home: HomePage
    sections: Mapping[str, SectionPage]
    topics: Mapping[str, TopicPage]
    contributors: Mapping[str, ContributorPage]


@transaction.atomic
def make_paper(*, cast: Cast, now: datetime) -> Paper:
    """Make everything that stands around the articles."""
    table = read_table("paper.toml")
    home = found_paper(name=table["name"], now=now)
    _dress(table, now)
    sections = {
        row["slug"]: add_section(
            home=home, title=row["title"], slug=row["slug"], introduction=row["intro"], now=now
        )
        for row in table["sections"]
    }
    topics = {
        row["slug"]: add_topic(
            home=home, title=row["title"], slug=row["slug"], introduction=row["intro"], now=now
        )
        for row in table["topics"]
    }
    contributors = {
        row["slug"]: _make_contributor(home, row, cast, now) for row in table["contributors"]
    }
    for row in table["pages"]:
        page = PlainPage.objects.child_of(home).get(slug=row["slug"])
        write_page(page=page, story=raw_story(row["story"], slug=row["slug"]), now=now)
    return Paper(home, sections, topics, contributors)


def _dress(table: Table, now: datetime) -> None:
    change_identity(
        name=table["name"],
        tagline=table["tagline"],
        place=table["place"],
        accent_light=table["accent_light"],
        accent_dark=table["accent_dark"],
        contact_readers=table["contact_email"],
        contact_authorities=table["contact_email"],
        contact_languages="English",
        now=now,
    )
    rules = [_paragraph(text) for text in table["rules"]["paragraphs"]]
    publish_rules(introduction="", paragraphs=rules, now=moment(table["rules"]["published"]))
    menus = table["menus"]
    set_menus(
        header=[Link(row["text"], address=row["url"]) for row in menus["header"]],
        footer=[Link(row["text"], address=row["url"]) for row in menus["footer"]],
        now=now,
    )


def _paragraph(text: str) -> Paragraph:
    title, separator, rest = text.partition(". ")
    return Paragraph(title + separator.strip(), rest)


def _make_contributor(home: HomePage, row: Table, cast: Cast, now: datetime) -> ContributorPage:
    user = cast.user(row["cast"]) if "cast" in row else None
    about = AboutContributor(position=row["role"], text=row["bio"], user=user)
    return add_contributor(home=home, name=row["name"], slug=row["slug"], about=about, now=now)
