from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Message(Job):
    """One mail to one address: queued in the action's transaction, sent by the worker.

    ``dedupe_key`` says what the message is about; a second one with the same key is not queued.
    ``message_id`` is made with the row, so that a retry is the same message to a mail program.
    """

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

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
