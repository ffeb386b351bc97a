"""Mails are in the paper's language, whoever's press caused them."""

from datetime import timedelta
from html import escape

import pytest
from django.utils.translation import gettext, override

from standfirst.accounts.actions import invite_colleague, reset_factor
from standfirst.accounts.claims import ask_for_proof
from standfirst.discussion.actions import (
    Judgement,
    NewComment,
    Wish,
    confirm_subscription,
    hold_comment,
    post_comment,
    subscribe,
)
from standfirst.discussion.models import Subscription
from standfirst.notify.models import Message
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
from tests.funding.makers import a_campaign, cash
from tests.languages.reading import left_in_english
from tools.messages import PLURALS

SITE = "http://127.0.0.1:8000"
Kind = Subscription.Kind


def cause_every_mail(thread, reader, moderator, client, now):
    """Do what mails are sent for: about comments, money, accounts and invitations."""
    asked = subscribe(wish=Wish(thread, None, Kind.ALL, "jo@mail.test"), now=now)
    confirm_subscription(subscription=asked, presser=None, now=now)
    subscribe(wish=Wish(thread, reader, Kind.REPLIES, reader.email), now=now)
    subscribe(wish=Wish(None, reader, Kind.FATE, reader.email), now=now)
    mine = post_comment(new=NewComment(thread, reader, "Xyz xyz."), now=now)
    later = now + timedelta(minutes=5)
    post_comment(new=NewComment(thread, moderator, "Xyz.", parent=mine), now=later)
    work(later)
    hold_comment(judgement=Judgement(comment=mine, decided_by=moderator, facts="Xyz."), now=later)
    work(later + timedelta(minutes=30))
    cash(a_campaign(now=now), now=now, email="jo@mail.test")
    ask_for_proof(address="jo@mail.test", base_url=SITE, now=now)
    invite_colleague(
        address="new@mail.test", roles=["editor"], invited_by=moderator.user, base_url=SITE, now=now
    )
    reset_factor(user=moderator.user, by="xyz", now=now)
    for path, data in (
        ("/account/login/code/", {"email": reader.email}),
        ("/account/password/reset/", {"email": reader.email}),
        ("/account/password/reset/", {"email": "nobody@mail.test"}),
        ("/account/signup/", {"email": "another@mail.test"}),
        ("/account/signup/", {"email": reader.email}),
    ):
        assert client.post(path, data).status_code in (200, 302), path


def work(at):
    Worker(jobs=JOBS, schedule=(), clock=lambda: at).work_until_idle()


def left_of(text):
    """Give what a text has of ours in English, line by line."""
    return lambda language: left_in_english(
        "".join(f"<p>{escape(line)}</p>" for line in text.splitlines()), language
    )


@pytest.mark.parametrize("language", PLURALS)
def test_every_mail_is_in_the_papers_language(
    thread, reader, moderator, client_of, mailoutbox, settings, now, language
):
    settings.LANGUAGE_CODE = language
    with override(language):
        cause_every_mail(thread, reader, moderator, client_of(None), now)
    # A statement of reasons is in the language of what it explains: tests/moderation/test_statements.py.
    statements = Message.objects.filter(kind="moderation.statement")
    others = Message.objects.exclude(pk__in=statements)
    explained = set(statements.values_list("text", flat=True))
    sent = [mail for mail in mailoutbox if mail.body not in explained]
    assert len(sent) < len(mailoutbox), "the control: they were sent"
    queued = others.values_list("kind", "subject", "text", "html")
    mails = [*queued, *(("sent", mail.subject, mail.body, "") for mail in sent)]
    kinds = {kind for kind, *_ in mails}
    assert {"claim", "invitation", "factor_reset", "gift thanks"} <= kinds
    assert len(mails) >= 10, kinds
    found = [
        (kind, words)
        for kind, subject, text, html in mails
        for words in (*left_of(f"{subject}\n{text}")(language), *left_in_english(html, language))
    ]
    assert found == []


def test_the_control_mails_in_english_are_found(
    thread, reader, moderator, client_of, mailoutbox, now
):
    cause_every_mail(thread, reader, moderator, client_of(None), now)
    for subject, text in Message.objects.values_list("subject", "text"):
        assert left_of(f"{subject}\n{text}")("de"), subject
    assert all(left_of(mail.body)("de") for mail in mailoutbox)


def test_what_staff_cause_is_not_in_their_own_language(moderator, settings, now):
    settings.LANGUAGE_CODE = "de"
    with override("fr"):
        assert gettext("Thank you for your gift") == "Merci pour votre don"
        cash(a_campaign(is_rehearsed=False, now=now), now=now, email="jo@mail.test")
        invite_colleague(
            address="new@mail.test",
            roles=["editor"],
            invited_by=moderator.user,
            base_url=SITE,
            now=now,
        )
    assert set(Message.objects.values_list("subject", flat=True)) == {
        "Danke für Ihre Spende",
        "Sie sind eingeladen, bei der Zeitung zu arbeiten",
    }
