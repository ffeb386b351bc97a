import pytest

from standfirst.delivery.cdn.headers import headers_for_cdn
from standfirst.delivery.cdn.providers import LIFE, LIFE_SECONDS, LONGEST_TAGS, PROVIDERS
from standfirst.delivery.cdn.tags import hard_tags, soft_tags

pytestmark = pytest.mark.any_engine
WEEK = 7 * 86400.0


def headers(cdn, hard=("page:1",), soft=("latest",), ends_in=None):
    return dict(headers_for_cdn(cdn, hard=hard, soft=soft, ends_in=ends_in))


def test_a_key_is_a_tag_and_its_soft_side_is_another():
    assert hard_tags(["page:1", "latest", "page:1"]) == ["page:1", "latest"]
    assert soft_tags(["page:1"]) == ["soft.page:1"]


@pytest.mark.parametrize("key", ["address:/Über/uns", "a b", "a,b", "a\nb", "Page:1", "", "x" * 61])
def test_a_key_that_is_no_word_gets_a_name_that_is_one(key):
    (tag,) = hard_tags([key])
    assert tag.startswith("x.")
    assert tag.isascii()
    assert not set(tag) & set(" ,\n\r")
    assert hard_tags([key]) == [tag]
    assert hard_tags([key + "z"]) != [tag]


@pytest.mark.parametrize(
    ("cdn", "life", "name", "tags"),
    [
        ("fastly", "surrogate-control", "surrogate-key", "paper page:1 soft.latest"),
        ("varnish", "surrogate-control", "surrogate-key", "paper page:1 soft.latest"),
        ("cloudflare", "cloudflare-cdn-cache-control", "cache-tag", "paper,page:1,soft.latest"),
    ],
)
def test_each_cdn_is_told_in_its_own_headers(cdn, life, name, tags):
    assert headers(cdn) == {life: LIFE, name: tags}
    assert f"max-age={LIFE_SECONDS}," in LIFE


def test_without_a_cdn_nothing_is_said():
    assert headers("") == {}


@pytest.mark.parametrize(("ends_in", "is_kept"), [(WEEK - 1, False), (WEEK, True), (None, True)])
def test_what_ends_soon_gets_no_longer_life(ends_in, is_kept):
    assert bool(headers("fastly", ends_in=ends_in)) == is_kept


def test_a_page_with_more_tags_than_find_room_gets_no_longer_life():
    most = [f"page:{number}" for number in range(1000, 1000 + LONGEST_TAGS // 10)]
    assert headers("fastly", hard=most) == {}
    assert headers("fastly", hard=most[: len(most) // 2]) != {}, "the control"


def test_every_provider_says_what_it_takes():
    for provider in PROVIDERS.values():
        request = provider.asks(["page:1"], True, "t")
        assert request.method in {"POST", "PURGE"}
        assert "Authorization" not in repr(request)
