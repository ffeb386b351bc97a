from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.thread import Thread
from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.people.models import Person


class Visit(models.Model):
    """When somebody was at a thread last, and the time before: what appeared since is new to them."""

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("to mark what is new to them", Keep.UNTIL_ERASED),
    )
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="visits", db_comment=NONE
    )
    new_after_at = models.DateTimeField(
        help_text="What appeared after this is new in the visit that goes on.", db_comment=NONE
    )
    visited_at = models.DateTimeField(help_text="When that visit began.", db_comment=NONE)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "thread"), name="a_person_visits_a_thread_in_one_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.thread_id}"
