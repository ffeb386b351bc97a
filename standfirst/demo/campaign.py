"""The demo's rehearsed campaign and its gifts, each through the door a real one would use."""

from datetime import datetime, timedelta
from html import escape

from standfirst.demo.cast import Cast
from standfirst.demo.files import store_picture
from standfirst.demo.paper import Paper
from standfirst.demo.reading import Table, moment, read_table
from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign, place_campaign
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.gifts import begin_gift, clear_words, draft_gift
from standfirst.funding.actions.manual import (
    ManualGift,
    confirm_manual_gift,
    enter_manual_gift,
)
from standfirst.funding.actions.rehearsal import choose_outcome, send_event
from standfirst.funding.actions.words import Words
from standfirst.funding.models import (
    Campaign,
    GoalPolicy,
    Method,
    ProviderEvent,
    RehearsalEvent,
)
from standfirst.lib.money import Money, format_money
from standfirst.outbox.actions import finish_job

BY_HAND = {"transfer": Method.BANK, "cash": Method.CASH}
TREASURER = "osric"
SECOND_PERSON = "maren"


def make_demo_campaign(*, paper: Paper, cast: Cast) -> Campaign:
    """Make the campaign and give to it what the file says, in the order of the days."""
    table = read_table("campaign.toml")
    opened = moment(table["opened"])
    plan = CampaignPlan(
        title=table["title"],
        goal=Money(table["goal"], table["currency"]),
        purpose=table["summary"],
        story=_story(table),
        marks=tuple(table["marks"]),
        goal_policy=GoalPolicy.CLOSE,
        goal_words=table["when_reached"],
        picture=store_picture({**table, "image": table["picture"]}),
        picture_alt=table["alt"],
        is_shown_everywhere=True,
    )
    campaign = make_campaign(slug=table["slug"], plan=plan, is_rehearsed=True, now=opened)
    place_campaign(campaign=campaign, pages=[paper.home], now=opened)
    for number, row in enumerate(sorted(table["gifts"], key=lambda row: row["at"])):
        _give(campaign, row, f"demo-{number}", cast)
    return campaign


def _give(campaign: Campaign, row: Table, key: str, cast: Cast) -> None:
    at = moment(row["at"])
    amount = Money(row["amount"], campaign.currency)
    if row["method"] in BY_HAND:
        manual = ManualGift(
            amount=amount,
            method=BY_HAND[row["method"]],
            received_at=at,
            key=key,
            words=_words(row, cast),
        )
        treasurer, second = cast.user(TREASURER), cast.user(SECOND_PERSON)
        entered = enter_manual_gift(campaign=campaign, manual=manual, entered_by=treasurer, now=at)
        confirm_manual_gift(gift=entered, confirmed_by=second, now=at)
        return
    person = cast.people[row["person"]] if "person" in row else None
    gift = draft_gift(
        campaign=campaign, amount=amount, words=_words(row, cast), person=person, now=at
    )
    begun = begin_gift(
        gift=gift, person=person, return_path=f"/support/gift/{gift.secret}/", now=at
    )
    _pay(begun.gift.pk, campaign, at + timedelta(minutes=1))
    # A stranger's name waits until a treasurer has seen it; this one has.
    clear_words(gift=begun.gift, now=at + timedelta(hours=1))


def _pay(gift_pk: int, campaign: Campaign, at: datetime) -> None:
    ref = campaign.gifts.get(pk=gift_pk).provider_ref
    choose_outcome(ref=ref, outcome="paid", now=at)
    for sent in RehearsalEvent.objects.filter(checkout__ref=ref, done_at__isnull=True):
        assert isinstance(sent, RehearsalEvent)
        send_event(sent, at)
        finish_job(sent, now=at)
    for event in ProviderEvent.objects.filter(object_ref=ref, done_at__isnull=True):
        assert isinstance(event, ProviderEvent)
        digest_event(event, at)
        finish_job(event, now=at)


def _words(row: Table, cast: Cast) -> Words:
    name = cast.people[row["person"]].name if "person" in row else row.get("name", "")
    message = row.get("message", "")
    return Words(name=name, message=message, shows_name=bool(name), shows_message=bool(message))


def _story(table: Table) -> str:
    parts = []
    for block in table["story"]:
        if block["kind"] == "paragraphs":
            parts.append(block["html"])
        elif block["kind"] == "heading":
            parts.append(f"<h3>{escape(block['text'])}</h3>")
        elif block["kind"] == "table":
            parts.append(_list(block))
    steps = "".join(
        f"<li><b>{escape(format_money(Money(row['amount'], table['currency'])))}</b> "
        f"{escape(row['text'])}</li>"
        for row in table["milestones"]
    )
    return f"{''.join(parts)}<ul>{steps}</ul>"


def _list(block: Table) -> str:
    rows = "".join(f"<li>{escape(': $'.join(row))}</li>" for row in block["rows"])
    return f"<p>{escape(block['caption'])}</p><ul>{rows}</ul>"
