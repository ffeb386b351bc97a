"""Answers of the newsroom: pages of the tree, feeds, search, and what robots ask for."""

from standfirst.newsroom.views.feeds import (
    contributor_feed,
    corrections_feed,
    feeds,
    paper_feed,
    section_feed,
    topic_feed,
)
from standfirst.newsroom.views.pages import serve_page
from standfirst.newsroom.views.robots import robots
from standfirst.newsroom.views.search import search

__all__ = [
    "contributor_feed",
    "corrections_feed",
    "feeds",
    "paper_feed",
    "robots",
    "search",
    "section_feed",
    "serve_page",
    "topic_feed",
]
