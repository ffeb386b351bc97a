from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, personal, pseudonym


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads over persons."""

    def unmerged(self) -> "PersonQuerySet":
        """Persons that stand for themselves."""
        return self.filter(merged_into__isnull=True)

    def of_address(self, address: str) -> "PersonQuerySet":
        """Persons who gave this address, proven or not."""
        return self.filter(email__iexact=address)


class Person(models.Model):
    """Whoever writes, votes, reports, subscribes or gives: guest, member or staff.

    The row can be emptied (erased) without touching what points to it. Proving an address marks
    earlier guests of that address as merged into the one who proved it.
    """

    class Origin(models.TextChoices):
        """Where the row came from."""

        HERE = "here", _("acted here")
        IMPORT = "import", _("imported")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        db_comment=pseudonym("to know a member", Keep.UNTIL_ERASED),
    )
    name = models.CharField(
        _("name"),
        max_length=80,
        blank=True,
        db_comment=personal("to show beside what they write", Keep.UNTIL_ERASED),
    )
    name_look = models.CharField(
        max_length=160,
        blank=True,
        default="",
        db_comment=personal("to keep others from taking a member's name", Keep.UNTIL_ERASED),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        db_comment=personal("to answer and notify", Keep.UNTIL_ERASED),
    )
    email_proven_at = models.DateTimeField(_("address proven at"), null=True, db_comment=NONE)
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.HERE, db_comment=NONE
    )
    created_at = models.DateTimeField(_("created at"), db_comment=NONE)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_comment=pseudonym("to know one person across devices", Keep.UNTIL_ERASED),
    )
    about = models.CharField(
        _("about you"),
        max_length=300,
        blank=True,
        default="",
        db_comment=personal("to show on their page", Keep.UNTIL_ERASED),
    )
    avatar = models.CharField(
        _("picture"),
        max_length=100,
        blank=True,
        default="",
        help_text="Its name in the media; made anew from what was sent.",
        db_comment=personal("to show on their page", Keep.UNTIL_ERASED),
    )
    page_closed_at = models.DateTimeField(
        _("page closed at"),
        null=True,
        help_text="Since when a member shows no page of their own.",
        db_comment=NONE,
    )
    moderation = models.CharField(
        _("when moderators look"),
        max_length=10,
        blank=True,
        default="",
        help_text="At what this person writes: before, after, reactive; empty as everywhere.",
        db_comment=NONE,
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, db_comment=NONE)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = (
            models.Index(Lower("email"), name="person_by_address"),
            models.Index(fields=("name_look",), name="person_by_look_of_name"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="a_person_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(email_proven_at__isnull=True) | ~models.Q(email=""),
                name="only_an_address_can_be_proven",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(_("A reader"))

    @property
    def shown_name(self) -> str:
        """The name beside what they write; whoever gave none is "A reader"."""
        return self.name or str(_("A reader"))
