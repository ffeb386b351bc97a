"""Every kind of page there is, and how somebody comes to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, product

from django.conf import settings
from django.db import transaction

from standfirst.accounts.claims import claim_path
from standfirst.discussion.actions import (
    Judgement,
    NewComment,
    Wish,
    confirm_subscription,
    end_subscription,
    post_comment,
    remove_comment,
    subscribe,
)
from standfirst.discussion.models import Comment, Subscription, Thread
from standfirst.funding.models import Campaign
from standfirst.lib.anchoring import in_whole_words, passage_at
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import Matter, Ruling, Subject, record_decision
from standfirst.moderation.actions.appeals import NewAppeal, make_appeal
from standfirst.moderation.actions.notices import give_notice, lock_thing, settle_thing
from standfirst.moderation.models import Ground, Measure, NoticedThing, Statement
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.newsroom.models import ArticlePage
from standfirst.notify.actions import open_mailbox
from standfirst.notify.places import end_all_path, settings_path
from standfirst.people.models import Person
from tests.funding.makers import a_draft, a_promise, choose, work
from tests.plugins.demo import FLAGSHIP


@dataclass(frozen=True)
class Kind:
    """One kind of page. ``place`` is its address, or finds it when the paper is there."""

    name: str
    place: str | Callable[[], str]
    who: str = ""
    status: int = 200
    # A form that is sent, filled in with no more than these: field -> words.
    sends: str = ""
    fills: dict[str, str] = field(default_factory=dict)
    is_empty: bool = False

    @property
    def is_readers(self):
        """Whether a reader comes here by reading alone."""
        return not self.who and not self.sends and not callable(self.place)

    def address(self):
        return self.place() if callable(self.place) else self.place

    def __str__(self):
        return self.name.replace(" ", "-")


ARTICLE = f"/river-and-land/{FLAGSHIP}/"
THREAD = f"{ARTICLE}comments/"


def comment():
    return Comment.objects.filter(thread__page__slug=FLAGSHIP, state="visible", parent=None)[0]


def comment_of(name):
    return Comment.objects.filter(author__user__name=name).latest("pk")


def at_comment(verb):
    return lambda: f"/comments/{comment().pk}/{verb}/"


def at_own(verb):
    return lambda: f"/comments/{comment_of('Rita Reader').pk}/{verb}/"


def statement():
    """What somebody is told of a removal."""
    found = comment()
    ruling = Ruling(
        Subject("comment", found.pk, found.current_id),
        Measure.REMOVED,
        about=found.author,
        facts="It names a neighbour.\nPlease write it without the name.",
        matter=Matter(written_on=found.created_at.date(), address=f"/comments/{found.pk}/"),
        rules_version=1,
        rule_number=1,
        ground=Ground.RULE,
    )
    decision = record_decision(ruling=ruling, now=clock())
    return f"/statement/{Statement.objects.get(decision=decision).secret}/"


def wish(*, ended=False, confirmed=False):
    def place():
        thread = Thread.objects.get(page__slug=FLAGSHIP)
        kind = Subscription.Kind.ALL
        asked = subscribe(wish=Wish(thread, None, kind, "jo@mail.test"), now=clock())
        if confirmed:
            confirm_subscription(subscription=asked, presser=None, now=clock())
        if ended:
            end_subscription(secret=asked.secret, now=clock())
        return f"/subscriptions/{asked.secret}/" + ("end/" if confirmed else "")

    return place


def mailbox(*, wishes=True, end=False):
    """The page of all notices to an address, from a mail's link."""

    def place():
        if wishes:
            wish(confirmed=True)()
        box = open_mailbox(address="jo@mail.test", now=clock())
        return end_all_path(box) if end else settings_path(box)

    return place


NUMBERS = count(1)


def notice(*, decided=False):
    """The page of a notice for whoever gave it."""

    def place():
        row = comment()
        new = NewNotice(
            category="slander",
            places=[Place("/comments/1/", "comment", row.pk), Place("/elsewhere/")],
            words="It says that I took the key.",
            law="Sec. 186",
            name="Nora",
            # Somebody each time: one person gives no two notices within a few seconds.
            address=f"nora{next(NUMBERS)}@mail.test",
            is_in_good_faith=True,
        )
        given = give_notice(new=new, now=clock())
        for thing in given.things.all() if decided else ():
            with transaction.atomic():
                locked = lock_thing(thing=thing, now=clock())
                ruling = Ruling(
                    subject=Subject("thing", thing.pk), measure=Measure.LEFT, facts="An opinion."
                )
                settle_thing(
                    thing=locked,
                    outcome=NoticedThing.Outcome.LEFT,
                    decision=record_decision(ruling=ruling, now=clock()),
                    is_unfounded=True,
                    now=clock(),
                )
        return f"/report/{given.secret}/"

    return place


def removal():
    """The statement of reasons of a removal, which can be appealed."""
    row = comment()
    judgement = Judgement(comment=row, decided_by=row.author, facts="It is a slander.")
    remove_comment(judgement=judgement, now=clock())
    # As if what was removed had been written in the paper's language.
    Statement.objects.update(language=settings.LANGUAGE_CODE)
    return Statement.objects.latest("pk")


def appeal():
    """The page of an appeal for whoever made it."""
    new = NewAppeal(decision=removal().decision, words="I did not.")
    return f"/appeal/{make_appeal(new=new, now=clock()).secret}/"


def draft():
    return f"/support/gift/{a_draft(Campaign.objects.get(), now=clock()).secret}/"


def gift(outcome=""):
    def place():
        promised = a_promise(Campaign.objects.get(), now=clock())
        if outcome:
            choose(promised, outcome, now=clock())
            work(clock())
        return f"/support/gift/{promised.secret}/status/"

    return place


def rehearsal():
    return a_promise(Campaign.objects.get(), now=clock()).checkout_url


def thanks():
    return f"/support/{Campaign.objects.get().slug}/thanks/"


def campaign(prefix):
    return lambda: f"/{prefix}/{Campaign.objects.get().slug}/"


def closed_thread():
    return Thread.objects.filter(mode="closed").first().comments_path


def report_with(block):
    def place():
        for article in ArticlePage.objects.live():
            if any(each.block_type == block for each in article.story):
                return article.get_url()
        raise AssertionError(block)

    return place


def report_with_passages():
    """A report of which two passages were written to, one of them by two."""
    article = ArticlePage.objects.get(slug=FLAGSHIP)
    thread = Thread.objects.get(page_id=article.pk)
    people = Person.objects.filter(user__is_staff=True)[:2]
    spots = list(article.block_texts().items())[:2]
    for number, ((block, text), person) in enumerate(product(spots, people)):
        passage = passage_at(block, text, *in_whole_words(text, 20, 60))
        new = NewComment(thread, person, f"I know better, {number}.", passage=passage)
        post_comment(new=new, now=clock() + timedelta(minutes=number))
    return ARTICLE


def person():
    """The page of a member who wrote."""
    written = Comment.objects.filter(author__user__is_active=True, state="visible")
    return f"/people/{written.earliest('pk').author_id}/"


KINDS = (
    Kind("front", "/"),
    Kind("section", "/river-and-land/"),
    Kind("full picture", ARTICLE),
    Kind("report with an embed", report_with("embed")),
    Kind("report with a gallery", report_with("gallery")),
    Kind("thread", THREAD),
    Kind("thread by votes", f"{THREAD}?order=voted"),
    Kind("thread by merit, answers only", f"{THREAD}?order=best&only=answers"),
    Kind("thread without questions", f"{THREAD}?order=newest&only=questions"),
    Kind("conversation", lambda: f"{THREAD}?at={comment().pk}"),
    Kind("closed thread", closed_thread),
    Kind("topics", "/topics/"),
    Kind("topic", "/topics/high-water/"),
    Kind("contributors", "/authors/"),
    Kind("contributor", "/authors/maren-ostholt/"),
    Kind("plain page", "/about/"),
    Kind("rules", "/rules/"),
    Kind("rules of a version", "/rules/1/"),
    Kind("search", "/search/"),
    Kind("search with results", "/search/?q=gate"),
    Kind("search without results", "/search/?q=zeppelin"),
    Kind("feeds", "/feeds/"),
    Kind("for programs", "/api/v1/"),
    Kind("campaign", campaign("support")),
    Kind("thanks", thanks),
    Kind("ledger", "/ledger/"),
    Kind("ledger of a campaign", campaign("ledger")),
    Kind("nothing here", "/nothing-here/", status=404),
    Kind("reply form", at_comment("reply")),
    Kind("report form", at_comment("report")),
    Kind("notice form", lambda: f"/report/?comment={comment().pk}"),
    Kind("notice refused", "/report/", sends="#notice", status=422),
    Kind("notice given", notice()),
    Kind("notice decided", notice(decided=True)),
    Kind("appeal form", lambda: f"/statement/{removal().secret}/appeal/"),
    Kind(
        "appeal refused",
        lambda: f"/statement/{removal().secret}/appeal/",
        sends="#appeal",
        status=422,
    ),
    Kind("appeal made", appeal),
    Kind("passages to choose", f"{THREAD}passages/"),
    Kind("passage form", f"{THREAD}passages/?paragraph=1"),
    Kind("report with passages", report_with_passages),
    Kind("comment refused", THREAD, sends="#comment-form", status=422),
    Kind("report refused", at_comment("report"), sends="main form", status=422),
    Kind("own thread", f"{THREAD}?mine", who="reader"),
    Kind("moderator's thread", f"{THREAD}?mine", who="moderator"),
    Kind("edit form", at_own("edit"), who="reader"),
    Kind("withdraw form", at_own("withdraw"), who="reader"),
    Kind(
        "gift refused",
        campaign("support"),
        sends="main form",
        fills={"email": "no address"},
        status=422,
    ),
    Kind("gift to confirm", draft),
    Kind("gift waiting", gift()),
    Kind("gift received", gift("paid")),
    Kind("gift failed", gift("refused")),
    Kind("rehearsal", rehearsal),
    Kind("subscription to confirm", wish()),
    Kind("subscription confirmed", wish(), sends="main form"),
    Kind("subscription to end", wish(confirmed=True)),
    Kind("subscription ended", wish(confirmed=True, ended=True)),
    Kind("notices", mailbox()),
    Kind("notices saved", mailbox(), sends="main form"),
    Kind("no notices", mailbox(wishes=False)),
    Kind("notices to end", mailbox(end=True)),
    Kind("own notices", "/subscriptions/mine/", who="reader"),
    Kind("notices of nobody", "/subscriptions/mine/"),
    Kind("follow refused", "/topics/high-water/", sends="#follow", status=422),
    Kind("sign in", "/account/login/"),
    Kind("sign in refused", "/account/login/", sends="main form"),
    Kind("sign up", "/account/signup/"),
    Kind("sign in by code", "/account/login/code/"),
    Kind("forgotten password", "/account/password/reset/"),
    Kind("profile", "/account/", who="reader"),
    Kind("claim", "/account/claim/"),
    Kind("claim refused", "/account/claim/", sends="main form", status=422),
    Kind("claim to confirm", lambda: claim_path("jo@mail.test")),
    Kind("claim over", "/account/claim/x/", status=410),
    Kind("sign up with a passkey", "/account/signup/passkey/"),
    Kind("second step", "/account/second-step/", who="reader"),
    Kind("second step of staff", "/account/second-step/", who="editor"),
    Kind("set up an app", "/account/second-step/totp/activate/", who="stranger_at_work"),
    Kind(
        "app refused",
        "/account/second-step/totp/activate/",
        who="stranger_at_work",
        sends="main form",
    ),
    Kind("passkeys", "/account/second-step/webauthn/", who="editor"),
    Kind("show the second step", "/account/second-step/reauthenticate/", who="editor"),
    Kind("signing in elsewhere", "/account/provider/", who="reader"),
    Kind("signing in elsewhere failed", "/account/provider/login/error/", status=401),
    Kind("where one is signed in", "/account/sessions/", who="reader"),
    Kind("tokens", "/account/tokens/", who="reader"),
    Kind("a token refused", "/account/tokens/", who="reader", sends="main .form", status=422),
    Kind("sign out", "/account/logout/", who="reader"),
    Kind("addresses", "/account/email/", who="reader"),
    Kind("new password", "/account/password/change/", who="reader"),
    Kind("own data", "/account/own-data/", who="reader"),
    Kind("own data of nobody", "/account/own-data/"),
    Kind("erase", "/account/own-data/erase/", who="guest"),
    Kind("erase refused", "/account/own-data/erase/", who="guest", sends="main form", status=422),
    Kind("erase who works here", "/account/own-data/erase/", who="stranger_at_work"),
    Kind("erased", "/account/own-data/erased/"),
    Kind("person", person),
    Kind("mute form", at_comment("mute")),
    Kind("muted", "/people/muted/", who="reader"),
    Kind("feed of replies", "/feeds/replies/", who="reader"),
    Kind("feed of replies made", "/feeds/replies/", who="reader", sends="main form"),
    Kind("feed of replies of nobody", "/feeds/replies/"),
    Kind("figures of moderation", "/rules/figures/"),
    Kind("moderation here", f"{THREAD}moderation/"),
    Kind("statement of reasons", statement),
    Kind("statements", "/statement/", who="reader"),
    Kind("statements of nobody", "/statement/"),
    Kind("invitation over", "/account/invitation/x/", status=410),
    Kind("failure", "/leak/fails/", status=500),
    Kind("empty front", "/", is_empty=True),
    Kind("empty section", "/river/", is_empty=True),
    Kind("empty topics", "/topics/", is_empty=True),
    Kind("empty contributors", "/authors/", is_empty=True),
    Kind("report without comments", "/river/a-first-report/", is_empty=True),
    Kind("empty thread", "/river/a-first-report/comments/", is_empty=True),
    Kind("rules unwritten", "/rules/", is_empty=True),
    Kind("no campaign", "/support/", is_empty=True),
    Kind("what nobody gave", "/account/giving/", who="reader"),
    Kind("empty ledger", "/ledger/", is_empty=True),
)
