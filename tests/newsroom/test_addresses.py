import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from wagtail.models import Page

from standfirst.newsroom import actions
from standfirst.newsroom.addresses import RESERVED_FIRST_PARTS, slug_refusal
from standfirst.newsroom.models import PlainPage, SectionPage
from standfirst.newsroom.queries.addresses import free_slug


def test_every_first_part_that_we_serve_is_reserved():
    served = {
        str(pattern.pattern).lstrip("^").split("/")[0] for pattern in get_resolver().url_patterns
    }
    for nested in get_resolver().url_patterns:
        if str(nested.pattern) == "":
            served |= {str(one.pattern).lstrip("^").split("/")[0] for one in nested.url_patterns}
    words = {part for part in served if part.replace("_", "").replace("-", "").isalpha()} - {
        "_util"
    }
    assert "support" in words, "the control: what other apps serve is found"
    assert words <= RESERVED_FIRST_PARTS


def test_a_reserved_first_part_is_refused_with_words():
    assert "“/support/”" in slug_refusal("support", is_first_part=True)


def test_deeper_down_only_the_discussion_is_reserved():
    assert slug_refusal("support", is_first_part=False) is None
    assert slug_refusal("comments", is_first_part=False)
    assert slug_refusal("comments", is_first_part=True)


@pytest.mark.parametrize("slug", ["admin", "topics", "feeds", "comments"])
def test_no_program_can_take_a_reserved_address(home, slug):
    with pytest.raises(ValidationError) as refused:
        home.add_child(instance=SectionPage(title="A section", slug=slug))
    assert "slug" in refused.value.message_dict


def test_an_article_may_be_called_search_but_not_comments(publish):
    assert publish("Search", slug="search").slug == "search"
    with pytest.raises(ValidationError):
        publish("Comments", slug="comments")


def test_a_list_stands_at_its_own_address_and_nowhere_else(home):
    topics = Page.objects.child_of(home).get(slug="topics").specific
    topics.slug = "themes"
    with pytest.raises(ValidationError):
        topics.full_clean()


def test_a_page_does_not_move_to_where_its_slug_is_taken_by_us(home, now):
    about = PlainPage.objects.get(slug="about")
    below = actions.add_page(parent=about, title="Feeds", slug="feeds", now=now)
    assert not below.can_move_to(home)
    harmless = actions.add_page(parent=about, title="People who help", slug="helpers", now=now)
    assert harmless.can_move_to(home)


def test_a_free_slug_is_the_wanted_one_where_it_can_be(home, river):
    assert free_slug(parent=home, wanted="Town Hall!") == "town-hall"
    assert free_slug(parent=home, wanted="River") == "river-2"
    assert free_slug(parent=home, wanted="Support") == "support-2"
    assert free_slug(parent=river, wanted="Support") == "support"
    assert free_slug(parent=river, wanted="Comments") == "comments-2"


def test_a_free_slug_is_found_for_any_words(home):
    assert free_slug(parent=home, wanted="???") == "page"
    assert free_slug(parent=home, wanted="Новости дня") == "новости-дня"
    assert len(free_slug(parent=home, wanted="x" * 900)) <= 255
