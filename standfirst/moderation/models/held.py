from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, personal, pseudonym
from standfirst.moderation.drafts import Kind
from standfirst.people.models import Person


class HeldText(models.Model):
    """A name or a text about themselves that somebody wants to show, and that a screen holds.

    It has no place of its own to wait in, as a comment has. One of a kind waits for each person.
    """

    KINDS = ((Kind.NAME.value, _("name")), (Kind.ABOUT.value, _("about a person")))

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, db_comment=NONE)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_comment=pseudonym("whose it is", Keep.UNTIL_ERASED),
    )
    text = models.CharField(
        _("text"),
        max_length=300,
        db_comment=personal("to be shown once a moderator has looked", Keep.UNTIL_ERASED),
    )
    held_at = models.DateTimeField(_("waits since"), db_comment=NONE)
    settled_at = models.DateTimeField(_("settled at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("waiting text of a person")
        verbose_name_plural = _("waiting texts of people")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                condition=models.Q(settled_at__isnull=True),
                name="one_text_of_a_kind_waits_for_each_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
