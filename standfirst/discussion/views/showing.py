"""What a page shows of a discussion, gathered for its templates."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from standfirst.discussion.forms import CommentForm, words_for
from standfirst.discussion.models import (
    DiscussionSettings,
    Filter,
    Moderation,
    Order,
    Thread,
    Writers,
)
from standfirst.discussion.notice_forms import NotifyForm
from standfirst.discussion.queries import (
    Answers,
    AtPassage,
    Conversation,
    Listing,
    OwnWish,
    Viewer,
    comments_in_story,
    discussion_settings,
    first_screen,
    locks_in,
    own_wishes,
    thread_of_page,
)
from standfirst.discussion.queries.visits import Unseen
from standfirst.discussion.rules import PACES, CommentRefused, Refusal, refusal_to_post
from standfirst.discussion.views.sheets import comment_form, notify_form
from standfirst.discussion.views.terms import closed_or_terms, words_of_heat
from standfirst.moderation.wording import Told
from standfirst.people.models import Person

# Of which circle somebody is not who may not write: the page says how to become one of it.
CIRCLES = {
    Refusal.PROVEN_ONLY: Writers.PROVEN,
    Refusal.MEMBERS_ONLY: Writers.MEMBER,
    Refusal.SUPPORTERS_ONLY: Writers.SUPPORTER,
}
# What to say where a filter leaves nothing.
NOTHING = {
    Filter.PASSAGES: _("Nobody has written to a passage of this report yet."),
    Filter.ANSWERS: _("Neither the author nor the newsroom has answered here yet."),
    Filter.QUESTIONS: _("No question to the author waits for an answer."),
    Filter.FEATURED: _("The newsroom has featured no comment here yet."),
}


LOOKS: list[tuple[str, Any]] = list(Moderation.choices)


@dataclass(frozen=True)
class Pace:
    """So many seconds between two comments of one person."""

    seconds: int
    words: str
    is_current: bool


@dataclass(frozen=True)
class Link:
    """A link to the thread in another order or with another filter, or in this one."""

    label: str
    address: str
    is_current: bool


@dataclass
class Discussion:
    """The discussion of one page, for `_discussion.html`. Without a thread nothing is shown."""

    thread: Thread | None = None
    viewer: Viewer | None = None
    order: Order = Order.NEWEST
    only: Filter | None = None
    listing: Listing | None = None
    conversation: Conversation | None = None
    form: CommentForm | None = None
    notify_form: NotifyForm | None = None
    closed_to: str = ""
    asked_for: str = ""
    news: list[Unseen] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    answers: dict[UUID, Answers] = field(default_factory=dict)
    wishes: list[OwnWish] = field(default_factory=list)
    passages: dict[UUID, list[AtPassage]] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether the page has a discussion at all."""
        return self.thread is not None

    @property
    def is_open(self) -> bool:
        """Whether comments are taken now."""
        return self.viewer is not None and self.viewer.is_open

    @property
    def closed_at(self) -> datetime | None:
        """When it closed by itself; None while it is open, and when somebody closed it."""
        if self.thread is None or self.viewer is None or self.thread.closes_at is None:
            return None
        return self.thread.closes_at if self.thread.closes_at <= self.viewer.now else None

    @property
    def count(self) -> int:
        """How many comments can be read."""
        return self.thread.comment_count if self.thread is not None else 0

    @property
    def count_words(self) -> str:
        """The number of comments in words."""
        if not self.count:
            return str(_("No comments yet"))
        return ngettext("%(n)d comment", "%(n)d comments", self.count) % {"n": self.count}

    @property
    def path(self) -> str:
        """The thread's own page."""
        return self.viewer.path if self.viewer is not None else ""

    @property
    def own_address(self) -> str:
        """The same page for one person."""
        return f"{self.path}?mine"

    @property
    def passages_address(self) -> str:
        """Where a passage of the page is chosen to write to, and where such comments are sent."""
        return f"{self.path}passages/"

    @property
    def steering_address(self) -> str:
        """Where the staff closes or slows the discussion."""
        return f"{self.path}staff/"

    @property
    def visit_address(self) -> str:
        """Where a visit is noted."""
        return f"{self.path}visit/"

    @property
    def has_tools(self) -> bool:
        """Whether the staff's tools stand at each comment here."""
        return self.listing is not None or self.conversation is not None

    @property
    def pace_words(self) -> str:
        """What a reader should know who wants to write much; "" at the usual pace."""
        if self.thread is None or self.viewer is None or not self.is_open:
            return ""
        seconds = self.thread.pace_at(self.viewer.now)
        if not seconds:
            return ""
        return str(_("This discussion is slowed down: {pace}.")).format(pace=words_of_pace(seconds))

    @property
    def heat_words(self) -> str:
        """What is done because the discussion is heated, and until when; "" where nothing is."""
        if self.thread is None or self.viewer is None:
            return ""
        return words_of_heat(self.thread, self.viewer.now)

    @property
    def paces(self) -> list[Pace]:
        """How fast the staff may let a discussion go."""
        now = self.thread.slow_seconds if self.thread is not None else 0
        return [Pace(seconds, words_of_pace(seconds), seconds == now) for seconds in PACES]

    @property
    def looks(self) -> list[tuple[str, str]]:
        """When the staff may look at what is written here."""
        return [("", str(_("as the article, its section or the paper says"))), *LOOKS]

    @property
    def newest_address(self) -> str:
        """Where the newest comments stand first, of those that are shown here."""
        return self._address(order=Order.NEWEST)

    @property
    def orders(self) -> list[Link]:
        """The orders that there are."""
        if self.viewer is None:
            return []
        return [
            Link(str(order.label), self._address(order=order), order == self.order)
            for order in Order
        ]

    @property
    def filters(self) -> list[Link]:
        """What may be shown alone, and first all together."""
        if self.viewer is None:
            return []
        order = self.order.value
        everything = Link(str(_("All")), self.viewer.address(order=order), self.only is None)
        some = [
            Link(str(only.label), self.viewer.address(order=order, only=only.value),
                 only == self.only)
            for only in Filter
        ]  # fmt: skip
        return [everything, *some]

    @property
    def empty_words(self) -> str:
        """What to say where a filter leaves nothing."""
        if self.only is None or self.listing is None or self.listing.conversations:
            return ""
        return str(NOTHING[self.only])

    @property
    def next_address(self) -> str:
        """The next page of conversations; "" on the last."""
        if self.listing is None or not self.listing.next_after:
            return ""
        return self._address(order=self.order, after=self.listing.next_after)

    @property
    def first_address(self) -> str:
        """The first page, from any other; "" on the first."""
        if self.listing is None or self.listing.is_first:
            return ""
        return self._address(order=self.order)

    def _address(self, *, order: Order, after: str = "") -> str:
        """Give the address of a page that shows the same conversations, in an order."""
        if self.viewer is None:
            return ""
        only = self.only.value if self.only is not None else ""
        return self.viewer.address(order=order.value, only=only, after=after)


def words_of_pace(seconds: int) -> str:
    """Say how often one person may write."""
    minutes = seconds // 60
    if not minutes:
        return str(_("at the usual pace"))
    return ngettext("one comment a minute", "one comment in %(n)d minutes", minutes) % {
        "n": minutes
    }


def viewer_of(
    thread: Thread, *, now: datetime, person: Person | None = None, is_private: bool = False
) -> Viewer:
    """Say for whom a page of a thread is made."""
    return Viewer(
        now=now,
        path=thread.comments_path,
        person=person,
        is_private=is_private,
        is_open=thread.is_open(now),
        locks=locks_in(thread),
    )


def order_of(thread: Thread, settings: DiscussionSettings, chosen: str = "") -> Order:
    """Give the chosen order, else the thread's own, else the paper's. ValueError for a wrong one."""
    return Order(chosen or thread.default_order or settings.default_order)


def discussion_on(page: Page, *, now: datetime) -> Discussion:
    """Gather what an article's own page shows: the same for everybody.

    A page that is not saved yet, or has no thread, shows nothing.
    """
    thread = thread_of_page(page)
    if thread is None or thread.is_off:
        return Discussion()
    viewer = viewer_of(thread, now=now)
    shown = framed(thread, viewer)
    shown.listing = first_screen(thread, order=shown.order, viewer=viewer)
    within = comments_in_story(thread, viewer=viewer)
    shown.answers, shown.passages = within.answers, within.passages
    return shown


def framed(thread: Thread, viewer: Viewer, chosen: str = "", only: str = "") -> Discussion:
    """Make the frame of a discussion: order, forms and links, before any comment is read.

    On a public page the form stands only if whoever reads it is welcome. Raises ValueError for an
    order or a filter that is none.
    """
    settings = discussion_settings()
    order = order_of(thread, settings, chosen)
    refusal = refusal_to_post(
        thread=thread, author=viewer.person, writers=settings.circle, now=viewer.now
    )
    refused = words_for(CommentRefused(refusal)) if refusal is not None else ""
    terms = ""
    if not refused:
        refused, terms = closed_or_terms(thread, viewer.person, settings, viewer.now)
    return Discussion(
        thread=thread,
        viewer=viewer,
        order=order,
        only=Filter(only) if only else None,
        form=None if refused else comment_form(thread, viewer.person, terms=terms),
        notify_form=notify_form(thread, viewer.person),
        closed_to=refused,
        asked_for=CIRCLES[refusal].value if refusal in CIRCLES else "",
        wishes=own_wishes(thread, viewer.person),
    )
