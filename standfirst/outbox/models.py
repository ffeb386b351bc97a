from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE

AnyJob = TypeVar("AnyJob", bound="Job")


class JobQuerySet(models.QuerySet[AnyJob]):
    """Reads over rows that are jobs."""

    def due(self, now: datetime) -> Self:
        """Rows that wait and whose lease, if any, has run out."""
        return self.filter(done_at__isnull=True, due_at__lte=now)

    def given_up(self) -> Self:
        """Rows that failed so often that a person must look."""
        return self.filter(done_at__isnull=True, due_at__isnull=True, attempts__gt=0)


class Job(models.Model):
    """A row that is also work to do: at least once, by one worker at a time.

    ``due_at`` is when it may be taken; taking it moves ``due_at`` forward by the lease, so that a
    dead worker's job comes back by itself. None means that nobody will take it.
    """

    due_at = models.DateTimeField(
        _("due at"), null=True, blank=True, db_index=True, editable=False, db_comment=NONE
    )
    done_at = models.DateTimeField(_("done at"), null=True, editable=False, db_comment=NONE)
    attempts = models.PositiveIntegerField(
        _("attempts"), default=0, editable=False, db_comment=NONE
    )
    last_error = models.TextField(
        _("last error"), blank=True, default="", editable=False, db_comment=NONE
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True


class ScheduledRun(models.Model):
    """When a periodic task ran last, and when it is due again."""

    name = models.CharField(_("name"), max_length=80, unique=True, db_comment=NONE)
    due_at = models.DateTimeField(_("due at"), db_comment=NONE)
    started_at = models.DateTimeField(_("started at"), null=True, db_comment=NONE)
    succeeded_at = models.DateTimeField(_("succeeded at"), null=True, db_comment=NONE)
    last_error = models.TextField(_("last error"), blank=True, default="", db_comment=NONE)

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")

    def __str__(self) -> str:
        return self.name


class Alarm(models.Model):
    """Something that has not succeeded for its term: from when it was found to when it was mended.

    One row a thing: found again after it was mended, it begins anew. ``mailed_at`` is when whoever runs
    the site was told last.
    """

    name = models.CharField(_("name"), max_length=80, unique=True, db_comment=NONE)
    said = models.TextField(_("what is wrong"), db_comment=NONE)
    raised_at = models.DateTimeField(_("since"), db_comment=NONE)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, db_comment=NONE)
    ended_at = models.DateTimeField(_("mended at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")

    def __str__(self) -> str:
        return self.name
