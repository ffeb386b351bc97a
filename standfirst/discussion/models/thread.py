from datetime import datetime

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from standfirst.delivery.origin import is_listed_host
from standfirst.discussion.models.knobs import Moderation, Order, Writers
from standfirst.lib.columns import NONE, Keep, content
from standfirst.moderation.heat import Step

# Seconds between two comments of one person in a discussion that is slowed down because it is heated.
HEATED_PACE = 120


class Thread(models.Model):
    """The discussion of one page. Outlives the page: then title and address say what it was of.

    The page may be one of a listed site (`place`): then address is its own, out there. One without
    page and place is of a page of ours that is gone.
    """

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
    place = models.CharField(
        max_length=500,
        blank=True,
        default="",
        editable=False,
        help_text="What all addresses of a page elsewhere have in common; empty for pages of ours.",
        db_comment=NONE,
    )
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
    moderation = models.CharField(
        _("when moderators look"),
        max_length=10,
        choices=Moderation.choices,
        blank=True,
        default="",
        help_text=_("Empty: as the paper decides for all discussions."),
        db_comment=NONE,
    )
    moderation_by_desk = models.CharField(
        _("when moderators look, by their own choice"),
        max_length=10,
        choices=Moderation.choices,
        blank=True,
        default="",
        editable=False,
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
    heat = models.CharField(
        max_length=10,
        blank=True,
        default="",
        editable=False,
        help_text="What is done because it is heated: slow, hold or rest.",
        db_comment=NONE,
    )
    heat_until = models.DateTimeField(null=True, editable=False, db_comment=NONE)
    cool_until = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Until when it is left alone, because a moderator ended a step.",
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
        constraints = (
            models.UniqueConstraint(
                fields=("place",),
                name="a_page_elsewhere_has_one_thread",
                condition=~models.Q(place=""),
            ),
            models.CheckConstraint(
                condition=models.Q(place="") | models.Q(page__isnull=True),
                name="a_page_elsewhere_is_none_of_ours",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: datetime) -> bool:
        """Whether comments may be written now: by the newsroom's will, and by the moderators'.

        Under a page elsewhere only as long as the operator lists its site.
        """
        if not self.is_listed:
            return False
        if self.mode != self.Mode.OPEN or self.stopped_at is not None:
            return False
        if self.heat_at(now) is Step.REST:
            return False
        return self.closes_at is None or now < self.closes_at

    def heat_at(self, now: datetime) -> Step:
        """What is done now because the discussion is heated; over by its hour, whoever says so late."""
        is_over = self.heat_until is None or now >= self.heat_until
        return Step.NONE if is_over else Step(self.heat)

    def pace_at(self, now: datetime) -> int:
        """How many seconds one person waits between two comments; 0 is the usual pace."""
        return max(self.slow_seconds, HEATED_PACE if self.heat_at(now) is Step.SLOW else 0)

    @property
    def is_off(self) -> bool:
        """Whether the thread is not shown at all."""
        return self.mode == self.Mode.OFF

    @property
    def is_begun(self) -> bool:
        """Whether it is stored: one of a page elsewhere is by its first comment."""
        return bool(self.pk)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is of a page of another site."""
        return bool(self.place)

    @property
    def is_listed(self) -> bool:
        """Whether its page is one of ours, or of a site that may embed."""
        return not self.is_elsewhere or is_listed_host(self.site)

    @property
    def site(self) -> str:
        """The host of the other site, with its port if that is an unusual one; "" for a page of ours."""
        return self.place.partition("/")[0]

    @property
    def comments_path(self) -> str:
        """The path of the thread's own page."""
        return f"/embed/{self.pk}/comments/" if self.is_elsewhere else f"{self.address}comments/"

    @property
    def told_title(self) -> str:
        """What mails call the page: no words of another site, which a stranger's browser sent."""
        return (
            gettext("a page of {site}").format(site=self.site) if self.is_elsewhere else self.title
        )
