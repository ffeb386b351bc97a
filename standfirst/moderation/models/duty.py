from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, pseudonym

STAFF = {"is_staff": True, "is_active": True}


class Shift(models.Model):
    """Hours of duty that come every week, on the paper's clock. Ending earlier is the next day."""

    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=tuple(WEEKDAYS.items()), db_comment=NONE
    )
    begins = models.TimeField(_("from"), db_comment=NONE)
    ends = models.TimeField(
        _("until"),
        help_text=_("Not later than the beginning means on the next day."),
        db_comment=NONE,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        verbose_name=_("who"),
        null=True,
        blank=True,
        limit_choices_to=STAFF,
        related_name="+",
        help_text=_("Leave it empty where it is whoever moderates."),
        db_comment=pseudonym("who is on duty", Keep.UNTIL_ERASED),
    )

    class Meta:
        verbose_name = _("hours of duty")
        verbose_name_plural = _("hours of duty")
        ordering = ("weekday", "begins")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"


class SpecialDay(models.Model):
    """A date on which other hours than the weekday's hold; without hours nobody is on duty."""

    on_date = models.DateField(_("date"), db_comment=NONE)
    begins = models.TimeField(_("from"), null=True, blank=True, db_comment=NONE)
    ends = models.TimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Leave both empty for a day on which nobody is on duty."),
        db_comment=NONE,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        verbose_name=_("who"),
        null=True,
        blank=True,
        limit_choices_to=STAFF,
        related_name="+",
        db_comment=pseudonym("who is on duty", Keep.UNTIL_ERASED),
    )
    note = models.CharField(_("note"), max_length=100, blank=True, db_comment=NONE)

    class Meta:
        verbose_name = _("special day of duty")
        verbose_name_plural = _("special days of duty")
        ordering = ("on_date", "begins")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(begins__isnull=True, ends__isnull=True)
                | models.Q(begins__isnull=False, ends__isnull=False),
                name="a_special_day_has_both_hours_or_none",
            ),
        )

    def __str__(self) -> str:
        if self.begins is None or self.ends is None:
            return f"{self.on_date}"
        return f"{self.on_date} {self.begins:%H:%M}–{self.ends:%H:%M}"

    def clean(self) -> None:
        """Refuse half a pair of hours."""
        if (self.begins is None) != (self.ends is None):
            raise ValidationError({"ends": _("Give both hours, or none of them.")})
