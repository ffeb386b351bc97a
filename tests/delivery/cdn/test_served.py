"""A whole paper behind a CDN: what it says of its pages, and what it has dropped when they change."""

import pytest
from django.utils import timezone

from standfirst.delivery.cdn.providers import NO_LIFE
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.cli.processes import call, until
from tests.cli.sites import ask, own_site, served, static_files  # noqa: F401 (fixtures)
from tests.delivery.cdn.conftest import TOKEN

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db):
    now = timezone.now()
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    return publish_article(section=section, article=NewArticle(headline="High water"), now=now)


def purges_of(article, border):
    return [asked for asked in border.asked if f"page:{article.pk}" in asked.tags]


def test_a_page_is_kept_until_it_is_unpublished(article, border, own_site, tmp_path):  # noqa: F811
    behind = {
        "STANDFIRST_CDN": "fastly",
        "STANDFIRST_CDN_PURGE_URLS": border.url("fastly"),
        "STANDFIRST_CDN_TOKEN": TOKEN,
    }
    with served(own_site, tmp_path / "log", **behind) as (port, _):
        ask(port, article.url)
        status, headers, body = ask(port, article.url)
        assert (status, b"High water" in body) == (200, True)
        assert headers["cache-control"] == "no-cache"
        assert headers["surrogate-control"].startswith("max-age=3600")
        tags = headers["surrogate-key"].split()
        assert {"paper", f"page:{article.pk}", "soft.latest"} <= set(tags)
        told = ask(port, "/account/login/")[1]
        assert (told["surrogate-control"], "surrogate-key" in told) == (NO_LIFE, False)
        assert not purges_of(article, border), "the control"

        unpublish = (
            f"from wagtail.models import Page; Page.objects.get(pk={article.pk}).unpublish()"
        )
        done = call("manage", "shell", "-c", unpublish, site=own_site, **behind)
        assert done.returncode == 0, done.stderr
        hard = until(lambda: purges_of(article, border), what="a purge at the CDN")[0]
        assert "fastly-soft-purge" not in hard.headers
        assert {f"page:{article.pk}", f"soft.page:{article.pk}"} <= set(hard.tags)
        assert ask(port, article.url)[0] == 404
    assert TOKEN not in (tmp_path / "log").read_text()
