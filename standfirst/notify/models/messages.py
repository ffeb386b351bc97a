from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Message(Job):
    """One mail to one address: queued in the action's transaction, sent by the worker.

    ``dedupe_key`` says what the message is about; a second one with the same key is not queued.
    ``message_id`` is made with the row, so that a retry is the same message to a mail program.

    A notice (whatever its reader can end) is handed to a mail server at most once: ``handed_at`` is
    written before its first byte goes out, and one that was handed over without an answer is in
    doubt for good. All other mail is tried until a server has taken it.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        SENT = "sent", _("taken by the mail server")
        REFUSED = "refused", _("refused for good")
        SUPPRESSED = "suppressed", _("not sent: the address is suppressed")
        IN_DOUBT = "in_doubt", _("in doubt: handed over, never answered")

    kind = models.CharField(_("kind"), max_length=60, db_comment=NONE)
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_comment=pseudonym("to erase what was sent", Keep.UNTIL_ERASED),
    )
    address = models.EmailField(
        _("address"), db_comment=personal("to send the message to", Keep.DAYS_30)
    )
    subject = models.CharField(
        _("subject"), max_length=200, db_comment=content("the message", Keep.DAYS_30)
    )
    text = models.TextField(_("text"), db_comment=content("the message", Keep.DAYS_30))
    html = models.TextField(
        _("HTML"), blank=True, default="", db_comment=content("the message", Keep.DAYS_30)
    )
    unsubscribe_path = models.CharField(
        max_length=300, blank=True, db_comment=pseudonym("to stop the messages", Keep.DAYS_30)
    )
    message_id = models.CharField(max_length=200, unique=True, db_comment=NONE)
    dedupe_key = models.CharField(
        max_length=200, unique=True, db_comment=pseudonym("to send once", Keep.DAYS_30)
    )
    queued_at = models.DateTimeField(_("queued at"), db_comment=NONE)
    handed_at = models.DateTimeField(_("handed over at"), null=True, db_comment=NONE)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_notice(self) -> bool:
        """Whether its reader can end such mails: rather lost than sent twice."""
        return bool(self.unsubscribe_path)
