from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE

LONGEST_PAYLOAD = 200


class StaleKey(models.Model):
    """One row per key and write: whatever shows this key is older than this row.

    Rows are only ever added. A renderer notes the log's position before its first query; a later
    row of any key it showed makes its page stale, so that a write during the render is not missed.
    """

    key = models.CharField(max_length=100, db_comment=NONE)
    at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("stale key")
        verbose_name_plural = _("stale keys")
        indexes = (models.Index(fields=("key", "id"), name="stale_key_by_key"),)

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Event(models.Model):
    """Something that happened to a public thing, for whoever has the page open.

    Holds nothing that is not public already, and nothing of what is held or private.
    """

    topic = models.CharField(max_length=100, db_comment=NONE)
    kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    payload = models.CharField(max_length=LONGEST_PAYLOAD, blank=True, default="", db_comment=NONE)
    at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=("topic", "id"), name="event_by_topic"),)

    def __str__(self) -> str:
        return f"{self.topic} {self.kind} {self.subject_id}"
