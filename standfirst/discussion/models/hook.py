from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE
from standfirst.lib.secret import new_hook_secret
from standfirst.outbox.models import Job


class Hook(models.Model):
    """An address of another program that is told when comments come, change and go.

    ``position`` is how far in the log of events it was told; ``failing_at`` since when it has not
    answered. One that is off, by hand or after failing for days, is told nothing, and later nothing
    of the time between.
    """

    url = models.CharField(_("address"), max_length=500, db_comment=NONE)
    secret = models.CharField(
        max_length=60, default=new_hook_secret, editable=False, db_comment=NONE
    )
    made_at = models.DateTimeField(db_comment=NONE)
    position = models.BigIntegerField(default=0, editable=False, db_comment=NONE)
    failing_at = models.DateTimeField(null=True, editable=False, db_comment=NONE)
    off_at = models.DateTimeField(null=True, editable=False, db_comment=NONE)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class HookCall(Job):
    """One thing that a hook is told: a kind and whose, no words; the receiver asks for those."""

    class Kind(models.TextChoices):
        """What happened to a comment: the names of the live events."""

        ADDED = "comment.added", _("a new comment")
        CHANGED = "comment.changed", _("a changed comment")
        GONE = "comment.gone", _("a comment that nobody reads any more")

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="calls", db_comment=NONE)
    event = models.BigIntegerField(help_text="The event's number in the log.", db_comment=NONE)
    kind = models.CharField(max_length=20, choices=Kind.choices, db_comment=NONE)
    comment = models.BigIntegerField(db_comment=NONE)
    happened_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        constraints = (
            models.UniqueConstraint(
                fields=("hook", "event"), name="a_hook_is_told_of_an_event_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} #{self.comment}"

    @property
    def ident(self) -> str:
        """What the receiver knows it by, however often it is sent."""
        return f"call_{self.hook_id}_{self.event}"
