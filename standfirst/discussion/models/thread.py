from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.discussion.models.knobs import Order, Writers
from standfirst.lib.columns import NONE, Keep, content


class Thread(models.Model):
    """The discussion of one page. Outlives the page: then title and address say what it was of."""

    class Mode(models.TextChoices):
        """Whether the thread takes comments."""

        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        OFF = "off", _("off")

    page = models.OneToOneField(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_comment=NONE,
    )
    title = models.CharField(
        _("title"),
        max_length=255,
        db_comment=content("to say what was discussed", Keep.WITH_THE_THING),
    )
    address = models.CharField(_("address"), max_length=500, db_comment=NONE)
    mode = models.CharField(
        _("mode"), max_length=10, choices=Mode.choices, default=Mode.OPEN, db_comment=NONE
    )
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True, db_comment=NONE)
    writers = models.CharField(
        _("who may write"),
        max_length=10,
        choices=Writers.choices,
        blank=True,
        default="",
        help_text=_("Empty: as the paper decides for all discussions."),
        db_comment=NONE,
    )
    default_order = models.CharField(
        _("first order"),
        max_length=10,
        choices=Order.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    stopped_at = models.DateTimeField(
        _("closed by a moderator at"), null=True, editable=False, db_comment=NONE
    )
    slow_seconds = models.PositiveIntegerField(
        _("seconds between two comments of one person"),
        default=0,
        editable=False,
        db_comment=NONE,
    )
    pin_count = models.PositiveSmallIntegerField(default=0, editable=False, db_comment=NONE)
    lock_count = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="How many of its comments take no replies.",
        db_comment=NONE,
    )
    comment_count = models.PositiveIntegerField(
        _("visible comments"), default=0, editable=False, db_comment=NONE
    )
    anchored_on = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="The page's revision in which passages were last looked for, by its number.",
        db_comment=NONE,
    )
    created_at = models.DateTimeField(_("created at"), db_comment=NONE)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = (
            models.Index(
                fields=("closes_at",),
                name="open_thread_by_closing",
                condition=models.Q(mode="open"),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: datetime) -> bool:
        """Whether comments may be written now: by the newsroom's will, and by the moderators'."""
        if self.mode != self.Mode.OPEN or self.stopped_at is not None:
            return False
        return self.closes_at is None or now < self.closes_at

    @property
    def is_off(self) -> bool:
        """Whether the thread is not shown at all."""
        return self.mode == self.Mode.OFF

    @property
    def comments_path(self) -> str:
        """The path of the thread's own page."""
        return f"{self.address}comments/"
