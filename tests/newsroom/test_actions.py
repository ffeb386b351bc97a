from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction, Site

from standfirst.delivery.keys import FRONT, LATEST, LISTS, SITE, list_key, page_key
from standfirst.delivery.models import Event, StaleKey
from standfirst.newsroom import actions
from standfirst.newsroom.actions import AboutContributor, NewArticle
from standfirst.newsroom.models import (
    ArticlePage,
    Byline,
    ContributorPage,
    HomePage,
    PlainPage,
    SectionPage,
)
from standfirst.people.models import PageRole, Person
from standfirst.pictures.queries import picture_key
from standfirst.siteconfig.models import FooterLink, Identity
from tests.newsroom.conftest import words


@pytest.fixture
def stale(db):
    """Give the keys made stale since the last call."""
    StaleKey.objects.all().delete()

    def keys():
        found = set(StaleKey.objects.values_list("key", flat=True))
        StaleKey.objects.all().delete()
        return found

    return keys


def test_a_founded_paper_is_complete(home):
    assert Site.objects.get().root_page_id == home.pk
    assert Identity.load().name == "The Weir Courier"
    below = set(Page.objects.child_of(home).live().values_list("slug", flat=True))
    assert below == {"topics", "authors", "about", "imprint", "privacy"}
    assert FooterLink.objects.count() == 5
    assert Page.objects.filter(depth=2).count() == 1, "Wagtail's welcome page is gone"


def test_founding_again_changes_nothing(home, now):
    before = list(Page.objects.values_list("pk", "title").order_by("pk"))
    actions.found_paper(name="Another name", now=now)
    assert list(Page.objects.values_list("pk", "title").order_by("pk")) == before
    assert FooterLink.objects.count() == 5
    assert Identity.load().name == "The Weir Courier"


def test_founding_again_brings_back_what_is_missing(home, now):
    PlainPage.objects.get(slug="imprint").delete()
    actions.found_paper(name="Another name", now=now)
    assert PlainPage.objects.filter(slug="imprint").exists()


def test_an_article_is_stored_as_it_was_given(river, flood, ada, lead, now):
    article = NewArticle(
        headline="Who owns the gate?",
        slug="gate",
        kicker="Weir",
        standfirst="Six offices.",
        place="Weirton",
        story=[words("One."), {"type": "question", "id": "b7", "value": {"question": "Why?"}}],
        lead=lead(),
        bylines=[(ada, Byline.Role.WORDS)],
        topics=[flood],
        discussion=ArticlePage.Discussion.CLOSED,
        first_published_at=now - timedelta(days=900),
        changed_at=now - timedelta(days=800),
    )
    pk = actions.publish_article(section=river, article=article, now=now).pk
    page = ArticlePage.objects.get(pk=pk)
    assert (page.live, page.slug, page.kicker, page.place) == (True, "gate", "Weir", "Weirton")
    assert page.first_published_at == now - timedelta(days=900)
    assert page.last_published_at == now - timedelta(days=800)
    assert [block.block_type for block in page.story] == ["paragraph", "question"]
    assert page.story[1].id == "b7"
    assert [line.contributor_id for line in page.bylines.all()] == [ada.pk]
    assert [link.topic_id for link in page.topic_links.all()] == [flood.pk]
    assert page.lead_alt == "A grey field"
    assert not page.has_unpublished_changes


def test_an_article_published_by_an_editor_later_keeps_its_first_date(publish, now):
    page = publish(first_published_at=now - timedelta(days=900))
    page.title = "Changed"
    page.save_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).first_published_at == now - timedelta(days=900)


def test_articles_of_one_headline_get_slugs_of_their_own(publish):
    assert publish("Rain").slug == "rain"
    assert publish("Rain").slug == "rain-2"


def test_a_slug_that_is_taken_is_refused_and_nothing_is_stored(publish):
    publish("Rain", slug="rain")
    with pytest.raises(ValidationError):
        publish("More rain", slug="rain")
    assert ArticlePage.objects.count() == 1


def test_a_draft_is_not_live_and_can_be_published_later(river, now):
    page = actions.draft_article(section=river, article=NewArticle(headline="Later"), now=now)
    assert not page.live
    page.get_latest_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).live


def test_a_stale_parent_does_not_place_two_pages_on_one_path(home, now):
    first = HomePage.objects.get(pk=home.pk)
    second = HomePage.objects.get(pk=home.pk)
    actions.add_section(home=first, title="One", now=now)
    actions.add_section(home=second, title="Two", now=now)
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_is_written(home, now):
    page = PlainPage.objects.get(slug="about")
    actions.write_page(page=page, story=[words("We are two.")], now=now)
    assert "We are two." in str(PlainPage.objects.get(pk=page.pk).story)


def test_a_front_is_chosen_and_survives_the_next_edit(home, publish, now):
    first, second = publish("First"), publish("Second")
    actions.choose_front(front=home, articles=[second, first], now=now)
    fresh = HomePage.objects.get(pk=home.pk)
    assert [pick.article_id for pick in fresh.picks.all()] == [second.pk, first.pk]
    draft = fresh.get_latest_revision_as_object()
    assert [pick.article_id for pick in draft.picks.all()] == [second.pk, first.pk]


def test_related_articles_are_chosen(publish, now):
    page, other = publish("Page"), publish("Other")
    actions.relate_articles(article=page, related=[other], now=now)
    fresh = ArticlePage.objects.get(pk=page.pk)
    assert [pick.article_id for pick in fresh.related_picks.all()] == [other.pk]
    assert fresh.live
    assert not fresh.has_unpublished_changes


def test_an_article_makes_itself_and_the_lists_it_belongs_to_stale(
    home, river, publish, flood, ada, stale
):
    lists = {LATEST, *(list_key(one.pk) for one in (home, river, flood, ada))}
    page = publish(topics=[flood], bylines=[(ada, "words")])
    assert {page_key(page.pk), *lists} <= stale()
    page.unpublish()
    told = stale()
    assert {page_key(page.pk), *lists} <= told
    # The control: a section's appearing is another matter.
    assert LISTS not in told


def test_whatever_is_no_article_makes_every_list_stale(river, stale):
    stale()
    river.save_revision().publish()
    assert {page_key(river.pk), LISTS} == stale()


def test_a_new_address_makes_all_below_it_stale(
    river, publish, stale, django_capture_on_commit_callbacks
):
    page = publish()
    stale()
    river = SectionPage.objects.get(pk=river.pk)
    river.slug = "water"
    with django_capture_on_commit_callbacks(execute=True):
        river.save_revision().publish()
    assert {page_key(page.pk), page_key(river.pk)} <= stale()


def test_moving_makes_what_moved_stale(publish, town, stale):
    page = publish()
    stale()
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=town.pk), pos="last-child")
    assert page_key(page.pk) in stale()


def test_making_private_and_public_again_makes_all_below_stale(river, publish, make_private, stale):
    page = publish()
    stale()
    restriction = make_private(river)
    assert {page_key(page.pk), page_key(river.pk)} <= stale()
    restriction.delete()
    assert {page_key(page.pk), page_key(river.pk)} <= stale()


def test_deleting_makes_stale(publish, stale):
    page = publish()
    pk = page.pk
    stale()
    Page.objects.get(pk=pk).delete()
    assert page_key(pk) in stale()


def test_a_picture_a_site_and_a_redirect_make_stale(picture, home, stale):
    image = picture()
    stale()
    image.credit = "Somebody"
    image.save()
    assert stale() == {picture_key(image.pk)}
    Site.objects.get().save()
    assert SITE in stale()


def test_authors_with_an_account_are_known_under_their_article(publish, ada, home, now, editor):
    writer = actions.add_contributor(
        home=home, name="Edith", about=AboutContributor(user=editor.user), now=now
    )
    page = publish(bylines=[(writer, Byline.Role.WORDS), (ada, Byline.Role.PHOTOS)])
    role = PageRole.objects.get(page_id=page.pk)
    assert (role.person, role.role) == (editor, PageRole.Role.AUTHOR)


def test_who_is_no_longer_named_is_no_longer_the_author(publish, home, now, editor, ada):
    writer = actions.add_contributor(
        home=home, name="Edith", about=AboutContributor(user=editor.user), now=now
    )
    page = publish(bylines=[(writer, Byline.Role.WORDS)])
    page.bylines = [Byline(contributor=ada)]
    page.save_revision().publish()
    assert not PageRole.objects.filter(page_id=page.pk).exists()


def test_an_account_given_to_a_contributor_counts_for_what_appeared_before(publish, ada, editor):
    page = publish(bylines=[(ada, Byline.Role.WORDS)])
    ada = ContributorPage.objects.get(pk=ada.pk)
    ada.user = editor.user
    ada.save_revision().publish()
    assert PageRole.objects.get(page_id=page.pk).person == Person.objects.get(user=editor.user)


def test_owners_and_editors_publish_and_others_only_enter(db, now):
    groups = [
        Group.objects.create(name=name) for name in ("owner", "editor", "moderator", "treasurer")
    ]
    for _ in range(2):
        actions.grant_newsroom_permissions(groups=groups, now=now)
    pages = {
        group.name: set(group.page_permissions.values_list("permission__codename", flat=True))
        for group in groups
    }
    assert "publish_page" in pages["editor"]
    assert "bulk_delete_page" not in pages["editor"]
    assert "bulk_delete_page" in pages["owner"]
    assert pages["moderator"] == pages["treasurer"] == set()
    assert all(group.permissions.filter(codename="access_admin").exists() for group in groups)
    assert not groups[2].collection_permissions.exists()
    assert groups[1].collection_permissions.filter(permission__codename="add_image").exists()


def test_whoever_has_it_open_is_told_of_a_change(publish):
    page = publish()
    events = Event.objects.filter(subject_id=page.pk).order_by("pk")
    told = events.values_list("topic", "kind", "payload")
    first = [(page_key(page.pk), "page.changed"), (FRONT, "page.changed")]
    assert [row[:2] for row in told] == first

    page.title = "Somebody opened the gate"
    page.save_revision().publish()

    page.refresh_from_db()
    assert [row[2] for row in told.all()[2:]] == [str(page.live_revision_id)] * 2


def test_a_section_is_no_news_on_the_front(river):
    assert not Event.objects.filter(topic=FRONT).exists()


def test_what_is_private_is_no_news_on_the_front(river, publish):
    PageViewRestriction.objects.create(page=river, restriction_type="login")
    page = publish()
    assert not Event.objects.filter(topic=FRONT).exists()
    assert Event.objects.filter(topic=page_key(page.pk)).exists(), "the control: it was told of"
