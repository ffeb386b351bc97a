"""What a finished page says to the CDN before it, and to nobody where there is none."""

import pytest

from standfirst.delivery.cdn.providers import LIFE, NO_LIFE, PROVIDERS
from tests.delivery.front.baked import PAGE, bake
from tests.delivery.front.fronts import running_front

pytestmark = pytest.mark.any_engine
META = {"hard": ["page:1", "thread:1"], "soft": ["latest"], "until": None}
TAGS = "paper page:1 thread:1 soft.latest"
OURS = {header for each in PROVIDERS.values() for header in (each.life_header, each.tags_header)}


@pytest.fixture(scope="module")
def behind_fastly(module_app, tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    with running_front(site, f"127.0.0.1:{module_app.port}", "--cdn", "fastly") as front:
        yield front


def said(answer):
    return {name: value for name, value in answer.headers.items() if name in OURS}


def test_a_page_may_be_kept_by_the_cdn_and_by_nobody_else(behind_fastly, app):
    tag = bake(behind_fastly.pages, "files/river/gate/index.html", meta=META)
    for asked in ({}, {"method": "HEAD"}, {"headers": {"If-None-Match": tag}}):
        for _ in range(2):  # from the disk, and from memory
            answer = behind_fastly.ask("/river/gate/", **asked)
            assert said(answer) == {"surrogate-control": LIFE, "surrogate-key": TAGS}
            assert answer.headers["cache-control"] == "no-cache"
    assert app.targets() == []


def test_without_a_cdn_nobody_is_told_anything(front):
    bake(front.pages, "files/river/gate/index.html", meta=META)
    answer = front.ask("/river/gate/")
    assert (answer.body, said(answer)) == (PAGE, {})


@pytest.mark.parametrize(
    "meta", [{}, {**META, "until": 1.0}, {**META, "hard": [f"page:{n}" for n in range(2000)]}]
)
def test_what_cannot_be_purged_in_time_is_asked_for_each_time(behind_fastly, meta):
    bake(behind_fastly.pages, "files/river/weir/index.html", meta=meta)
    answer = behind_fastly.ask("/river/weir/")
    assert (answer.body, said(answer)) == (PAGE, {"surrogate-control": NO_LIFE})
    assert answer.headers["cache-control"] == "no-cache"


def test_what_the_app_answers_itself_is_not_kept(behind_fastly, app):
    assert said(behind_fastly.ask("/account/")) == {}
    assert app.targets() == ["/account/"]
