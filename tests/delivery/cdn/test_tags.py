import pytest
from django.http import HttpResponse

from standfirst.delivery.cdn.headers import headers_for_cdn
from standfirst.delivery.cdn.providers import LIFE, LIFE_SECONDS, LONGEST_TAGS, NO_LIFE, PROVIDERS
from standfirst.delivery.cdn.tags import hard_tags, soft_tags
from standfirst.delivery.middleware import SecurityHeadersMiddleware

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
    told = headers("fastly", ends_in=ends_in)
    assert told["surrogate-control"] == (LIFE if is_kept else NO_LIFE)
    assert ("surrogate-key" in told) == is_kept


def test_a_page_with_more_tags_than_find_room_gets_no_longer_life():
    most = [f"page:{number}" for number in range(1000, 1000 + LONGEST_TAGS // 10)]
    assert headers("fastly", hard=most) == {"surrogate-control": NO_LIFE}
    half = headers("fastly", hard=most[: len(most) // 2])
    assert half["surrogate-control"] == LIFE, "the control"


def test_every_provider_says_what_it_takes():
    for provider in PROVIDERS.values():
        request = provider.asks(["page:1"], True, "t")
        assert request.method in {"POST", "PURGE"}
        assert "Authorization" not in repr(request)


@pytest.mark.parametrize("cdn", ["", *PROVIDERS])
def test_what_the_app_has_asked_about_each_time_is_not_kept_either(rf, settings, cdn):
    """Fastly would: it takes no notice of `no-cache`."""
    settings.STANDFIRST_CDN = cdn
    lives = {provider.life_header for provider in PROVIDERS.values()}

    def told(**headers):
        answer = SecurityHeadersMiddleware(lambda request: HttpResponse(headers=headers))(
            rf.get("/")
        )
        return {name.lower(): value for name, value in answer.items() if name.lower() in lives}

    wanted = {PROVIDERS[cdn].life_header: NO_LIFE} if cdn else {}
    assert told(**{"Cache-Control": "no-cache"}) == wanted
    assert told(**{"Cache-Control": "public, max-age=60"}) == {}, "the control"
    assert told() == {}, "private, no-store says enough"
