"""What givers, treasurers, owners and the worker do to campaigns, the books and the paper's face."""

from dataclasses import replace
from datetime import timedelta

from standfirst.funding.actions.campaigns import (
    CampaignPlan,
    close_campaign,
    close_ended_campaigns,
    edit_campaign,
    make_campaign,
    place_campaign,
    reopen_campaign,
)
from standfirst.funding.actions.gifts import clear_words, hide_words
from standfirst.funding.actions.ledger import recount_ledger
from standfirst.funding.actions.manual import take_back_manual_gift
from standfirst.funding.actions.match_pledges import (
    MatchTerms,
    end_match,
    name_matcher,
    promise_match,
    record_match_money,
)
from standfirst.funding.actions.milestones import (
    add_milestone,
    change_milestone,
    remove_milestone,
)
from standfirst.funding.models import Campaign
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money
from standfirst.newsroom.models import SectionPage
from standfirst.siteconfig.actions import (
    Link,
    Paragraph,
    change_identity,
    publish_rules,
    set_menus,
)
from standfirst.siteconfig.models import HeaderLink
from tests.exits.changes import Changes
from tests.funding.makers import cash, give

MONEY = Changes()
change = MONEY.change
PLAN = CampaignPlan(title="A boat for the canary", goal=Money(90_000, "USD"))


@change("money comes by hand, with a name")
def _(world):
    world.given = cash(
        world.campaign,
        now=world.now(),
        name="Canary Giver",
        message="For the canary.",
        shows_name=True,
        shows_message=True,
    )


@change("a giver's words are hidden", gone="Canary Giver")
def _(world):
    hide_words(gift=world.given, now=world.now())


@change("a gift is paid")
def _(world):
    words = {"name": "Canary Payer", "email": "payer@reader.test", "shows_name": True}
    world.paid = give(world.campaign, now=world.now(), **words)


@change("a giver's words are cleared")
def _(world):
    clear_words(gift=world.paid, now=world.now())


@change("money by hand is taken back")
def _(world):
    take_back_manual_gift(gift=world.given, taken_back_by=world.treasurer.user, now=world.now())


@change("the ledger is counted anew")
def _(world):
    recount_ledger(now=world.now() + timedelta(days=1))


@change("a campaign is made")
def _(world):
    world.boat = make_campaign(slug="boat", plan=PLAN, is_rehearsed=True, now=world.now())


@change("somebody promises to double gifts")
def _(world):
    terms = MatchTerms(
        name="Canary Foundation",
        shows_name=True,
        cap=Money(90_000, world.campaign.currency),
        since_at=clock() - timedelta(days=1),
        until_at=clock() + timedelta(days=9),
        key="canary",
    )
    world.match = promise_match(
        campaign=world.campaign, terms=terms, entered_by=None, now=world.now()
    )


@change("a gift is doubled")
def _(world):
    cash(world.campaign, now=clock())


@change("whoever doubles gifts has paid")
def _(world):
    record_match_money(
        pledge=world.match,
        amount=Money(100, world.match.currency),
        key="canary",
        entered_by=None,
        now=world.now(),
    )


@change("whoever doubles gifts is not named any more", gone="Canary Foundation")
def _(world):
    name_matcher(pledge=world.match, name="Canary Foundation", shows_name=False, now=world.now())


@change("gifts are not doubled any more")
def _(world):
    end_match(pledge=world.match, ended_by=world.treasurer.user, now=world.now())


@change("a milestone is promised")
def _(world):
    amount = Money(1000, world.campaign.currency)
    world.milestone = add_milestone(
        campaign=world.campaign, amount=amount, deliverable="A canary's cage", now=world.now()
    )


@change("a story fulfils a milestone")
def _(world):
    change_milestone(
        milestone=world.milestone,
        amount=world.milestone.money,
        deliverable="A canary's cage",
        story=SectionPage.objects.get(slug="town-hall"),
        now=world.now(),
    )


@change("a milestone is removed")
def _(world):
    remove_milestone(milestone=world.milestone, now=world.now())


@change("a campaign is placed on a section")
def _(world):
    place_campaign(
        campaign=world.boat, pages=[SectionPage.objects.get(slug="town-hall")], now=world.now()
    )


@change("the placed campaign gets money")
def _(world):
    cash(world.boat, now=world.now())


@change("a campaign changes")
def _(world):
    plan = replace(PLAN, title="A ferry for the canary", story="A longer story.")
    edit_campaign(campaign=world.boat, plan=plan, now=world.now())


@change("a campaign closes")
def _(world):
    close_campaign(campaign=world.boat, now=world.now())


@change("a campaign opens again")
def _(world):
    reopen_campaign(campaign=world.boat, now=world.now())


@change("a campaign reaches its deadline")
def _(world):
    Campaign.objects.filter(pk=world.boat.pk).update(deadline=clock() - timedelta(seconds=1))
    assert close_ended_campaigns(now=clock()) == 1


@change("the paper takes another name and colour")
def _(world):
    change_identity(name="The Canary", accent_light="#5c2f1b", now=world.now())


@change("new house rules are in force")
def _(world):
    paragraphs = [Paragraph("Be kind", "To canaries too.")]
    publish_rules(introduction="Newly said.", paragraphs=paragraphs, now=world.now())


@change("the menus change")
def _(world):
    links = [Link(label="Canary", address="/support/")]
    set_menus(header=links, footer=links, now=world.now())


@change("a menu's link is deleted in the settings form")
def _(world):
    HeaderLink.objects.all().delete()


@change("a section appears in a paper without menus")
def _(world):
    home = world.home
    home.refresh_from_db()
    page = home.add_child(instance=SectionPage(title="Late desk", slug="late-desk"))
    page.save_revision().publish()
