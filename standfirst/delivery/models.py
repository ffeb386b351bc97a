from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE
from standfirst.outbox.models import Job

LONGEST_PAYLOAD = 200


class CurrentTransaction(models.Func):
    """The number of the writing transaction on PostgreSQL; nothing on SQLite, which has one writer."""

    template = "NULL"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Give PostgreSQL's own number, which begins at 3 and is never used twice."""
        template = "(pg_current_xact_id()::text::bigint)"
        return self.as_sql(compiler, connection, template=template, **context)


class LogRow(models.Model):
    """A row of a log that is only ever added to, and read onwards from a position.

    On PostgreSQL a row may become visible after one with a higher id, so readers go by the
    number of the transaction that wrote it; see `standfirst.delivery.queries`.
    """

    transaction = models.BigIntegerField(
        null=True, editable=False, db_default=CurrentTransaction(), db_comment=NONE
    )
    at = models.DateTimeField(db_comment=NONE)

    class Meta:
        abstract = True


class StaleKey(LogRow):
    """One row per key and write: whatever shows this key is older than this row.

    A renderer notes the log's position before its first query; a later row of any key it showed
    makes its page stale, so that a write during the render is not missed.
    """

    key = models.CharField(max_length=100, db_comment=NONE)
    is_purge = models.BooleanField(default=False, db_comment=NONE)
    """Whether no copy may be shown again, not even while a new one is being made."""

    class Meta:
        verbose_name = _("stale key")
        verbose_name_plural = _("stale keys")
        indexes = (
            models.Index(fields=("key", "id"), name="stale_key_by_key"),
            models.Index(fields=("transaction",), name="stale_key_by_transaction"),
        )

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Event(LogRow):
    """Something that happened to a public thing, for whoever has the page open.

    Holds nothing that is not public already, and nothing of what is held or private.
    """

    topic = models.CharField(max_length=100, db_comment=NONE)
    kind = models.CharField(max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    payload = models.CharField(max_length=LONGEST_PAYLOAD, blank=True, default="", db_comment=NONE)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (
            models.Index(fields=("topic", "id"), name="event_by_topic"),
            models.Index(fields=("transaction",), name="event_by_transaction"),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.kind} {self.subject_id}"


class Node(models.Model):
    """A machine that keeps finished pages, and how far it has followed the stale log.

    Whoever purges something waits until every node that lives has passed the purge.
    """

    name = models.CharField(max_length=100, unique=True, db_comment=NONE)
    seen_at = models.DateTimeField(db_comment=NONE)
    last_purge = models.BigIntegerField(default=0, db_comment=NONE)
    """The id of the newest purge whose pages are gone from this node."""
    settings_mark = models.CharField(max_length=16, blank=True, default="", db_comment=NONE)
    """What it was started with, of what all nodes share."""

    class Meta:
        verbose_name = _("node")
        verbose_name_plural = _("nodes")

    def __str__(self) -> str:
        return self.name


class CdnPurge(Job):
    """A tag to be purged at the CDN; the row goes when it is done."""

    tag = models.CharField(max_length=100, db_comment=NONE)
    is_hard = models.BooleanField(default=False, db_comment=NONE)
    """Whether no copy may be shown again, not even while a new one is fetched."""

    class Meta:
        verbose_name = _("purge at the CDN")
        verbose_name_plural = _("purges at the CDN")
        indexes = (models.Index(fields=("tag", "due_at"), name="cdn_purge_by_tag"),)

    def __str__(self) -> str:
        return self.tag
