from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.discussion.models.comment import Comment
from standfirst.discussion.models.thread import Thread
from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.moderation.models import Decision
from standfirst.notify.models import Rhythm
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Subscription(models.Model):
    """Somebody's wish to be told: of a thread, of an author or a topic, or of what concerns them.

    Tells nobody anything until ``confirmed_at``: whoever gave the address must have shown that it
    is theirs (double opt-in). ``secret`` is in every mail, and ends it without signing in. An author
    or a topic is a page, of which ``title`` and ``path`` are copies.
    """

    class Kind(models.TextChoices):
        """What it tells of."""

        ALL = "all", _("All new comments")
        REPLIES = "replies", _("Replies to my comments")
        ANSWERS = "answers", _("Answers by the author of the report")
        AUTHOR = "author", _("New reports by an author")
        TOPIC = "topic", _("New reports on a topic")
        MENTIONS = "mentions", _("Mentions of me")
        FATE = "fate", _("What becomes of my comments")
        ASKED = "asked", _("Questions and answers under my own reports")

    OF_THREADS = (Kind.ALL, Kind.REPLIES, Kind.ANSWERS)
    OF_PAGES = (Kind.AUTHOR, Kind.TOPIC)
    OF_MYSELF = (Kind.MENTIONS, Kind.FATE)
    OF_AUTHORS = (Kind.ASKED,)

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, null=True, related_name="subscriptions", db_comment=NONE
    )
    page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, related_name="+", db_comment=NONE
    )
    title = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_comment=content("to say what is followed", Keep.WITH_THE_THING),
    )
    path = models.CharField(max_length=500, blank=True, default="", db_comment=NONE)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="subscriptions",
        db_comment=pseudonym("to know whose comments get replies", Keep.UNTIL_ERASED),
    )
    address = models.EmailField(
        _("e-mail address"), db_comment=personal("to send the notices to", Keep.UNTIL_ERASED)
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, db_comment=NONE)
    rhythm = models.CharField(
        max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE, db_comment=NONE
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("to end it from a mail", Keep.UNTIL_ERASED),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to limit guests by network", Keep.DAYS_30),
    )
    asked_at = models.DateTimeField(db_comment=NONE)
    mailed_at = models.DateTimeField(
        null=True, help_text="When the mail that asks for confirmation was queued.", db_comment=NONE
    )
    confirmed_at = models.DateTimeField(null=True, db_comment=NONE)
    ended_at = models.DateTimeField(null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = (
            models.UniqueConstraint(
                "thread",
                "person",
                Lower("address"),
                "kind",
                condition=models.Q(ended_at__isnull=True),
                name="a_wish_to_be_told_is_kept_once",
            ),
            models.UniqueConstraint(
                "page",
                "person",
                Lower("address"),
                "kind",
                condition=models.Q(ended_at__isnull=True),
                name="an_author_or_topic_is_followed_once",
            ),
            models.UniqueConstraint(
                "person",
                Lower("address"),
                "kind",
                condition=models.Q(ended_at__isnull=True, kind__in=("mentions", "fate", "asked")),
                name="a_wish_about_oneself_is_kept_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("all", "replies", "answers"), thread__isnull=False)
                | models.Q(
                    kind__in=("author", "topic", "mentions", "fate", "asked"), thread__isnull=True
                ),
                name="a_wish_of_a_thread_has_one",
            ),
        )
        indexes = (
            models.Index(Lower("address"), "mailed_at", name="wishes_by_address"),
            models.Index(
                fields=("network", "asked_at"),
                name="wishes_by_network",
                condition=~models.Q(network=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether it tells of anything."""
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def subject(self) -> str:
        """What it is about, by name; "" for what concerns oneself, wherever it is."""
        return self.thread.told_title if self.thread is not None else self.title

    @property
    def subject_path(self) -> str:
        """Where that is read; "" for what concerns oneself."""
        return self.thread.comments_path if self.thread is not None else self.path

    @property
    def line_key(self) -> str:
        """How `notify` knows this wish."""
        return f"subscription:{self.pk}"


class Notice(Job):
    """One new comment, to be told to those who asked. The worker writes the messages from it.

    Written in the transaction that made the comment visible; a thousand readers who asked cost
    the writer one row.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="notice", db_comment=NONE
    )
    created_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("notice of a comment")
        verbose_name_plural = _("notices of comments")

    def __str__(self) -> str:
        return f"of #{self.comment_id}"


class FateNotice(Job):
    """A decision on a comment, to be told to its author, who asked. The worker writes the message."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="fate_notices", db_comment=NONE
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="+", db_comment=NONE
    )
    created_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("notice of a decision")
        verbose_name_plural = _("notices of decisions")

    def __str__(self) -> str:
        return f"of decision {self.decision_id}"


class StoryNotice(Job):
    """A report that appeared, to be told to those who follow its authors and topics.

    One for each page, whatever became of it, so that it is told of once. It outlives the page, of
    which ``title`` and ``address`` are copies.
    """

    page = models.OneToOneField(
        Page, on_delete=models.SET_NULL, null=True, related_name="+", db_comment=NONE
    )
    title = models.CharField(
        max_length=255, db_comment=content("to say what appeared", Keep.WITH_THE_THING)
    )
    address = models.CharField(max_length=500, db_comment=NONE)
    created_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("notice of a report")
        verbose_name_plural = _("notices of reports")

    def __str__(self) -> str:
        return self.title
