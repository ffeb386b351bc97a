from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.people.models.person import Person


class PageRole(models.Model):
    """What a person is to a page: today, the author of this article. Written by newsroom."""

    class Role(models.TextChoices):
        """The roles there are."""

        AUTHOR = "author", _("author")

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="page_roles",
        db_comment=pseudonym("to mark an author's answers", Keep.UNTIL_ERASED),
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_comment=NONE)
    role = models.CharField(max_length=20, choices=Role.choices, db_comment=NONE)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "page", "role"), name="a_person_has_a_role_on_a_page_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.page_id}"


class Standing(models.Model):
    """Being a supporter, until when. Private: written by funding, read by ``may_post`` alone."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        related_name="standing",
        db_comment=pseudonym("to let supporters write", Keep.UNTIL_ERASED),
    )
    until = models.DateTimeField(db_comment=NONE)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until:%Y-%m-%d}"


class Badge(models.Model):
    """What a person chooses to show beside their name."""

    class Kind(models.TextChoices):
        """The badges there are."""

        STAFF = "staff", _("Staff")
        SUPPORTER = "supporter", _("Supporter")

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="badges",
        db_comment=pseudonym("to show what they chose", Keep.UNTIL_ERASED),
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, db_comment=NONE)
    chosen_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind"), name="a_person_shows_a_badge_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
