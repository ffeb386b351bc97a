from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.notify.models.messages import Message
from standfirst.outbox.models import Job


class Rhythm(models.TextChoices):
    """How often an address is told of something."""

    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Once an hour")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class Mailbox(models.Model):
    """An address that notices go to, and the hours in which its reader wants none.

    ``secret`` stands, signed, in every notice: whoever reads the mail may change what is mailed,
    without signing in. No time zone means the paper's.
    """

    address = models.EmailField(
        _("e-mail address"), db_comment=personal("to send the notices to", Keep.UNTIL_ERASED)
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("to change the notices from a mail", Keep.UNTIL_ERASED),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        default="",
        db_comment=personal("to keep quiet hours", Keep.UNTIL_ERASED),
    )
    quiet_from = models.TimeField(
        _("quiet from"), null=True, db_comment=personal("to keep quiet hours", Keep.UNTIL_ERASED)
    )
    quiet_until = models.TimeField(
        _("quiet until"), null=True, db_comment=personal("to keep quiet hours", Keep.UNTIL_ERASED)
    )
    made_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        constraints = (
            models.UniqueConstraint(
                Lower("address"), name="an_address_is_one_mailbox_whatever_its_case"
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
        )

    def __str__(self) -> str:
        return f"mailbox {self.pk}"


class Digest(Job):
    """The one mail that a mailbox gets at a time: whatever was noted for then is in it.

    A line goes into it until it is written, under its lock; what comes later goes into the next.
    """

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.CASCADE, related_name="digests", db_comment=NONE
    )
    slot_at = models.DateTimeField(_("for"), db_comment=NONE)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = (
            models.UniqueConstraint(
                fields=("mailbox", "slot_at"), name="a_mailbox_gets_one_digest_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"for mailbox {self.mailbox_id} at {self.slot_at:%Y-%m-%d %H:%M}"


class Line(models.Model):
    """That a mailbox is told of a thing: once, in one mail, whichever wishes it fits.

    ``about`` names the thing, ``wish`` what asked for it, so that ending the wish or losing the thing
    takes back what was not mailed yet. It has a mail (``message``) or waits in a digest.
    """

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.CASCADE, related_name="lines", db_comment=NONE
    )
    kind = models.CharField(max_length=60, db_comment=NONE)
    about = models.CharField(max_length=60, db_comment=NONE)
    wish = models.CharField(max_length=60, db_comment=NONE)
    heading = models.CharField(
        max_length=255, db_comment=content("to group a digest", Keep.DAYS_30)
    )
    heading_path = models.CharField(max_length=500, blank=True, db_comment=NONE)
    words = models.CharField(max_length=300, db_comment=content("the notice", Keep.DAYS_30))
    path = models.CharField(max_length=500, db_comment=NONE)
    end_path = models.CharField(
        max_length=300, db_comment=pseudonym("to stop the notices", Keep.DAYS_30)
    )
    noted_at = models.DateTimeField(db_comment=NONE)
    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, null=True, related_name="lines", db_comment=NONE
    )
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, related_name="lines", db_comment=NONE
    )

    class Meta:
        verbose_name = _("line of a notice")
        verbose_name_plural = _("lines of notices")
        constraints = (
            models.UniqueConstraint(
                fields=("mailbox", "about"), name="a_mailbox_is_told_of_a_thing_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("about",),
                name="waiting_lines_by_subject",
                condition=models.Q(message__isnull=True),
            ),
            models.Index(
                fields=("wish",),
                name="waiting_lines_by_wish",
                condition=models.Q(message__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.about} to mailbox {self.mailbox_id}"
