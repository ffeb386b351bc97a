"""Pages that the law wants and that nobody has written yet."""

from standfirst.newsroom.models import PlainPage

DUTIES = ("imprint", "privacy")


def unwritten_pages() -> list[PlainPage]:
    """Give the imprint and the privacy page while they are empty."""
    pages = PlainPage.objects.filter(slug__in=DUTIES).order_by("path")
    return [page for page in pages if not page.story]
