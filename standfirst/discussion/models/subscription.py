from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.comment import Comment
from standfirst.discussion.models.thread import Thread
from standfirst.lib.columns import NONE, Keep, personal, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Subscription(models.Model):
    """Somebody's wish to be told of new comments in a thread.

    Tells nobody anything until ``confirmed_at``: whoever gave the address must have shown that it
    is theirs (double opt-in). ``secret`` is in every mail, and ends it without signing in.
    """

    class Kind(models.TextChoices):
        """What it tells of."""

        ALL = "all", _("All new comments")
        REPLIES = "replies", _("Replies to my comments")

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="subscriptions", db_comment=NONE
    )
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
        return f"{self.kind} of thread {self.thread_id}"

    @property
    def is_live(self) -> bool:
        """Whether it tells of anything."""
        return self.confirmed_at is not None and self.ended_at is None


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
