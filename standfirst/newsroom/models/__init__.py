"""The page types and what hangs on them."""

from standfirst.newsroom.models.article import (
    ArticlePage,
    ArticleTopic,
    Byline,
    RelatedPick,
)
from standfirst.newsroom.models.contributors import ContributorIndexPage, ContributorPage
from standfirst.newsroom.models.corrections import Correction
from standfirst.newsroom.models.fronts import (
    SECONDS,
    HomePage,
    HomePick,
    SectionPage,
    SectionPick,
)
from standfirst.newsroom.models.paper_page import FRONT_DEPTH, PaperPage
from standfirst.newsroom.models.picks import Pick
from standfirst.newsroom.models.plain import PlainPage
from standfirst.newsroom.models.topics import TopicIndexPage, TopicPage

__all__ = [
    "FRONT_DEPTH",
    "SECONDS",
    "ArticlePage",
    "ArticleTopic",
    "Byline",
    "ContributorIndexPage",
    "ContributorPage",
    "Correction",
    "HomePage",
    "HomePick",
    "PaperPage",
    "Pick",
    "PlainPage",
    "RelatedPick",
    "SectionPage",
    "SectionPick",
    "TopicIndexPage",
    "TopicPage",
]
