from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from standfirst.newsroom.models import (
    ArticlePage,
    ArticleTopic,
    Byline,
    ContributorPage,
    HomePage,
    PlainPage,
    RelatedPick,
    SectionPage,
    TopicPage,
)

ALLOWED = {
    (HomePage, SectionPage),
    (HomePage, PlainPage),
    (SectionPage, ArticlePage),
    (PlainPage, PlainPage),
}


@pytest.mark.parametrize("parent", [HomePage, SectionPage, ArticlePage, PlainPage, TopicPage])
@pytest.mark.parametrize("child", [SectionPage, ArticlePage, PlainPage, ContributorPage])
def test_each_page_has_its_place(db, parent, child):
    assert (child in parent.allowed_subpage_models()) == ((parent, child) in ALLOWED)


def test_articles_stand_at_section_and_slug(publish):
    assert publish("Who owns the gate?").get_url() == "/river/who-owns-the-gate/"


def test_a_picture_without_a_description_is_refused(publish, lead):
    with pytest.raises(ValidationError) as refused:
        publish(lead=lead(alt=" "))
    assert "lead_alt" in refused.value.message_dict
    publish(lead=lead(alt="A field"))


def test_a_discussion_closes_so_many_days_after_publication(publish):
    opened = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
    page = publish(first_published_at=opened, discussion_days=14)
    assert page.discussion_closes_at == opened + timedelta(days=14)
    assert publish("Another").discussion_closes_at is None
    assert ArticlePage(discussion_days=14).discussion_closes_at is None


def test_somebody_has_a_role_once(publish, ada):
    page = publish(bylines=[(ada, Byline.Role.WORDS), (ada, Byline.Role.PHOTOS)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Byline.objects.create(page=page, contributor=ada, role=Byline.Role.WORDS)


def test_an_article_has_a_topic_once(publish, flood):
    page = publish(topics=[flood])
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleTopic.objects.create(page=page, topic=flood)


def test_an_article_is_not_related_to_itself(publish):
    page = publish()
    with pytest.raises(ValidationError):
        RelatedPick(page=page, article=page).clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        RelatedPick.objects.create(page=page, article=page)


def test_who_is_named_in_a_byline_is_not_deleted(publish, ada):
    publish(bylines=[(ada, Byline.Role.WORDS)])
    with pytest.raises(ProtectedError), transaction.atomic():
        ada.delete()


def test_a_deleted_article_leaves_the_lists_it_was_chosen_for(publish, home, now):
    chosen = publish("Chosen")
    page = publish("Other", related=[chosen])
    Page.objects.get(pk=chosen.pk).delete()
    assert not RelatedPick.objects.filter(page=page).exists()
    assert ArticlePage.objects.filter(pk=page.pk).exists()
