"""A campaign says what its money pays for, and links the story that came of it, if anybody may read it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from standfirst.funding.actions.milestones import add_milestone, change_milestone
from standfirst.funding.models import Milestone
from standfirst.lib.money import Money, MoneyError
from tests.funding.makers import NOW, a_campaign, cash, usd

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return a_campaign()


@pytest.fixture
def milestone(campaign):
    return add_milestone(
        campaign=campaign, amount=usd(120_000), deliverable="Water samples", now=NOW
    )


@pytest.fixture
def story():
    home = Page.objects.get(depth=2)
    return home.add_child(title="What is in the river", slug="samples")


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


def fulfil(milestone, story):
    change_milestone(
        milestone=milestone,
        amount=milestone.money,
        deliverable=milestone.deliverable,
        story=story,
        now=NOW,
    )


def page_of(client):
    return " ".join(client.get("/support/river/").content.decode().split())


def test_it_stands_on_the_scale_with_its_words(client, campaign, milestone):
    page = page_of(client)
    assert "$1,200" in page
    assert "Water samples" in page
    # 1,200 of 5,000.
    assert 'x1="24%" x2="24%"' in page
    assert "in the making" not in page
    cash(campaign, 120_000)
    assert "in the making" in page_of(client)


def test_what_lies_beyond_the_goal_is_said_and_not_drawn(client, campaign):
    add_milestone(campaign=campaign, amount=usd(900_000), deliverable="A boat", now=NOW)
    assert "A boat" in page_of(client)
    assert page_of(client).count('class="meter-mark"') == 3


def test_the_story_that_fulfilled_it_is_linked(client, milestone, story):
    fulfil(milestone, story)
    response = client.get("/support/river/")
    assert "What is in the river</a>" in response.content.decode()
    assert f"page:{story.pk}" in response.baked_keys.hard


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_and_only_as_long_as_anybody_may_read_it(client, milestone, story, hide):
    fulfil(milestone, story)
    if hide == "unpublish":
        story.unpublish()
    else:
        PageViewRestriction.objects.create(page=story, restriction_type="login")
    response = client.get("/support/river/")
    assert "What is in the river" not in response.content.decode()
    assert "Water samples" in response.content.decode()
    # So that it is linked when it is published.
    assert f"page:{story.pk}" in response.baked_keys.hard


def test_its_words_outlive_the_story(milestone, story):
    fulfil(milestone, story)
    story.delete()
    milestone.refresh_from_db()
    assert (milestone.page, milestone.page_title) == (None, "What is in the river")


def test_it_is_in_the_campaigns_currency(campaign):
    with pytest.raises(MoneyError):
        add_milestone(campaign=campaign, amount=Money(1, "EUR"), deliverable="x", now=NOW)


def test_a_treasurer_adds_changes_and_removes_it(desk, campaign, story):
    address = reverse("funding_milestones", args=[campaign.pk])
    desk.post(address, {"amount": "1200", "deliverable": "Water samples"})
    milestone = Milestone.objects.get()
    change = reverse("funding_change_milestone", args=[milestone.pk])
    assert 'value="1200"' in desk.get(change).content.decode()
    desk.post(change, {"amount": "1300", "deliverable": "Samples", "story": story.pk})
    milestone.refresh_from_db()
    assert (milestone.money, milestone.deliverable, milestone.page) == (
        usd(130_000),
        "Samples",
        story,
    )
    assert "What is in the river" in desk.get(address).content.decode()
    desk.post(reverse("funding_remove_milestone", args=[milestone.pk]))
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("told", [{"amount": "0"}, {"amount": "much"}, {"deliverable": ""}])
def test_what_is_none_is_handed_back(desk, campaign, told):
    form = {"amount": "1200", "deliverable": "Water samples"} | told
    answer = desk.post(reverse("funding_milestones", args=[campaign.pk]), form)
    assert answer.status_code == 422
    assert not Milestone.objects.exists()
