from django.urls import path, register_converter

from standfirst.newsroom import views


class PageSlugConverter:
    """A slug as Wagtail allows it: letters of any script."""

    regex = r"[\w-]+"

    def to_python(self, value: str) -> str:
        """The slug itself."""
        return value

    def to_url(self, value: str) -> str:
        """The slug itself."""
        return value


register_converter(PageSlugConverter, "pageslug")

app_name = "newsroom"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/paper.<feedformat:kind>", views.paper_feed, name="paper_feed"),
    path("feeds/corrections.<feedformat:kind>", views.corrections_feed, name="corrections_feed"),
    path(
        "feeds/sections/<pageslug:slug>.<feedformat:kind>", views.section_feed, name="section_feed"
    ),
    path("feeds/topics/<pageslug:slug>.<feedformat:kind>", views.topic_feed, name="topic_feed"),
    path(
        "feeds/authors/<pageslug:slug>.<feedformat:kind>",
        views.contributor_feed,
        name="contributor_feed",
    ),
    path("robots.txt", views.robots, name="robots"),
]
