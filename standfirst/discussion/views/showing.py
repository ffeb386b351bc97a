"""What a page shows of a discussion, gathered for its templates."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from standfirst.discussion.forms import CommentForm, ErrorForm, Sheet, words_for
from standfirst.discussion.models import Comment, DiscussionSettings, Order, Thread
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
    own_wishes,
    thread_of_page,
)
from standfirst.discussion.rules import CommentRefused, refusal_to_post
from standfirst.lib.anchoring import Passage
from standfirst.people.models import Person

COMMENT_FORM = "comment-form"


@dataclass(frozen=True)
class OrderLink:
    """A link to the thread in another order, or in this one."""

    label: str
    address: str
    is_current: bool


@dataclass
class Discussion:
    """The discussion of one page, for `_discussion.html`. Without a thread nothing is shown."""

    thread: Thread | None = None
    viewer: Viewer | None = None
    order: Order = Order.NEWEST
    listing: Listing | None = None
    conversation: Conversation | None = None
    form: CommentForm | None = None
    notify_form: NotifyForm | None = None
    closed_to: str = ""
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
    def newest_address(self) -> str:
        """Where the newest comments stand first."""
        return self.viewer.address(order=Order.NEWEST.value) if self.viewer is not None else ""

    @property
    def orders(self) -> list[OrderLink]:
        """The orders that there are."""
        if self.viewer is None:
            return []
        return [
            OrderLink(str(order.label), self.viewer.address(order=order.value), order == self.order)
            for order in Order
        ]

    @property
    def next_address(self) -> str:
        """The next page of conversations; "" on the last."""
        if self.viewer is None or self.listing is None or not self.listing.next_after:
            return ""
        return self.viewer.address(order=self.order.value, after=self.listing.next_after)

    @property
    def first_address(self) -> str:
        """The first page, from any other; "" on the first."""
        if self.viewer is None or self.listing is None or self.listing.is_first:
            return ""
        return self.viewer.address(order=self.order.value)


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


def framed(thread: Thread, viewer: Viewer, chosen: str = "") -> Discussion:
    """Make the frame of a discussion: order, forms and links, before any comment is read.

    On a public page the form stands only if whoever reads it is welcome. Raises ValueError for an
    order that is none.
    """
    settings = discussion_settings()
    order = order_of(thread, settings, chosen)
    refusal = refusal_to_post(
        thread=thread, author=viewer.person, writers=settings.circle, now=viewer.now
    )
    return Discussion(
        thread=thread,
        viewer=viewer,
        order=order,
        form=comment_form(thread, viewer.person) if refusal is None else None,
        notify_form=notify_form(thread, viewer.person),
        closed_to=words_for(CommentRefused(refusal)) if refusal is not None else "",
        wishes=own_wishes(thread, viewer.person),
    )


def comment_form(
    thread: Thread, person: Person | None = None, data: dict[str, str] | None = None
) -> CommentForm:
    """Make the form under a discussion."""
    sheet = Sheet(
        ident=COMMENT_FORM,
        action=thread.comments_path,
        heading=_("Write a comment"),
        button=_("Post comment"),
        closing=_("Would love your thoughts, please comment."),
    )
    return CommentForm(data, sheet=sheet, person=person)


def answer_form(
    thread: Thread,
    question: UUID,
    person: Person | None = None,
    data: dict[str, str] | None = None,
) -> CommentForm:
    """Make the form at a question in a story."""
    sheet = Sheet(
        ident=f"answer-{question}",
        action=thread.comments_path,
        heading=_("Answer this question"),
        button=_("Post answer"),
        hidden={"question": str(question)},
    )
    return CommentForm(data, sheet=sheet, person=person)


def passage_form(
    thread: Thread,
    passage: Passage,
    person: Person | None = None,
    data: dict[str, str] | None = None,
    *,
    is_fetched: bool,
) -> CommentForm:
    """Make the form of a comment on a passage, for a page of its own or for its place in a story."""
    sheet = Sheet(
        ident=f"passage-{passage.block}",
        action=f"{thread.comments_path}passages/",
        heading=_("Write to this passage"),
        button=_("Post comment"),
        hidden={name: str(value) for name, value in asdict(passage).items()},
        cancel=thread.address,
        slot=f"#passages-{passage.block}-slot",
        is_fetched=is_fetched,
    )
    return CommentForm(data, sheet=sheet, person=person)


def error_form(
    thread: Thread,
    passage: Passage,
    person: Person | None,
    data: dict[str, str] | None = None,
) -> ErrorForm:
    """Make the form by which an error in a passage is reported."""
    hidden = {name: str(value) for name, value in asdict(passage).items()}
    sheet = Sheet(
        ident=f"error-{passage.block}",
        action=f"{thread.comments_path}passages/",
        heading=_("Report an error"),
        button=_("Report the error"),
        hidden={**hidden, "error": "1"},
    )
    return ErrorForm(data, person=person, sheet=sheet)


def reply_form(
    parent: Comment,
    person: Person | None,
    data: dict[str, str] | None = None,
    *,
    is_fetched: bool,
) -> CommentForm:
    """Make the form of a reply, for a page of its own or for the place below the comment."""
    sheet = Sheet(
        ident=f"reply-{parent.pk}",
        action=reverse("discussion:reply", args=[parent.pk]),
        heading=_("Your reply"),
        button=_("Post reply"),
        hidden={"seen": str(parent.current_id or "")},
        cancel=reverse("discussion:comment", args=[parent.pk]),
        slot=f"#c{parent.pk}-slot",
        is_fetched=is_fetched,
    )
    return CommentForm(data, sheet=sheet, person=person)


def notify_form(
    thread: Thread, person: Person | None = None, data: dict[str, str] | None = None
) -> NotifyForm:
    """Make the form of "Notify of…"."""
    sheet = Sheet(
        ident="notify",
        action=reverse("discussion:subscribe"),
        heading=_("Notify of…"),
        button=_("Notify me"),
        hidden={"thread": str(thread.pk)},
    )
    return NotifyForm(data, sheet=sheet, person=person)
