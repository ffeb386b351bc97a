"""What machines read in an article's head: OpenGraph (ogp.me) and NewsArticle (schema.org)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from standfirst.lib.text import excerpt
from standfirst.newsroom.models import ArticlePage, Correction
from standfirst.newsroom.queries.reading import Reading
from standfirst.pictures.models import Image
from standfirst.pictures.queries import Picture, preview_of
from standfirst.siteconfig.models import Identity

# What stands beside a link to a page without a picture of its own.
PAPERS_PICTURE = "standfirst/icons/og.png"
# Longer descriptions are cut by everyone who shows them.
LONGEST_DESCRIPTION = 200


@dataclass(frozen=True)
class Preview:
    """How a page is shown beside a link to it. The picture's address is a path."""

    description: str
    picture: Picture | None
    alt: str


def absolute(path: str) -> str:
    """Give the whole address of a path of ours; an address that is whole already stays."""
    if path.startswith(("https://", "http://")):
        return path
    return f"{settings.STANDFIRST_BASE_URL}{path}"


def preview_of_article(article: ArticlePage) -> Preview:
    """Give an article's description and picture for other sites."""
    words = article.search_description or article.standfirst
    figure = article.lead_figure
    image: Image | None = figure.image if figure is not None else None
    return Preview(
        description=excerpt(words, LONGEST_DESCRIPTION),
        picture=preview_of(image) if image is not None else None,
        alt=figure.alt if figure is not None else "",
    )


def news_article(
    article: ArticlePage, reading: Reading, preview: Preview, paper: Identity
) -> dict[str, Any]:
    """Give schema.org's NewsArticle of a public article."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": preview.description,
        "image": [absolute(preview.picture.src if preview.picture else static(PAPERS_PICTURE))],
        "mainEntityOfPage": absolute(reading.url),
        "isAccessibleForFree": True,
        "inLanguage": article.locale.language_code,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": paper.name,
            "url": absolute("/"),
        },
        "author": [
            {"@type": "Person", "name": link.title}
            | ({"url": absolute(link.url)} if link.url else {})
            for credit in reading.credits
            if credit.is_of_words
            for link in credit.names
        ],
        "keywords": [link.title for link in reading.topics],
    }
    if reading.section is not None:
        data["articleSection"] = reading.section.title
    if reading.published_at is not None:
        data["datePublished"] = reading.published_at.isoformat()
        data["dateModified"] = (reading.updated_at or reading.published_at).isoformat()
    return {name: value for name, value in data.items() if value not in ("", [])}


def correction_comments(corrections: Sequence[Correction]) -> dict[str, Any]:
    """Give schema.org's ``correction`` of a NewsArticle; nothing where there is none."""
    comments = [
        {
            "@type": "CorrectionComment",
            "text": correction.words,
            "datePublished": correction.dated_at.isoformat(),
        }
        for correction in corrections
        if correction.dated_at is not None
    ]
    return {"correction": comments} if comments else {}
