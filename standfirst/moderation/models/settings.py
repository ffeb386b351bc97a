from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from standfirst.lib.columns import NONE
from standfirst.lib.outbound import OutboundRefused, target_of
from standfirst.lib.secret import new_hook_secret


class OutsideHours(models.TextChoices):
    """What becomes of comments while no moderator is on duty."""

    HOLD = "hold", _("Comments wait until somebody is")
    CLOSE = "close", _("No comments are taken")


@register_setting(icon="view")
class ModerationSettings(BaseGenericSetting):
    """What the paper decided about its moderation."""

    remind_after_minutes = models.PositiveIntegerField(
        _("remind after minutes"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Whoever moderates gets a mail when something has waited longer than this."),
        db_comment=NONE,
    )

    appeal_days = models.PositiveSmallIntegerField(
        _("days for an appeal"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Within so many days an appeal is decided. Whoever appeals reads the day."),
        db_comment=NONE,
    )
    new_unproven = models.PositiveSmallIntegerField(
        _("first comments of guests that wait"),
        default=1,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Of somebody whose address is not confirmed, so many comments wait for a moderator "
            "until they are approved."
        ),
        db_comment=NONE,
    )
    new_proven = models.PositiveSmallIntegerField(
        _("first comments of others that wait"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("The same for members, and for guests who confirmed their address."),
        db_comment=NONE,
    )
    outside_hours = models.CharField(
        _("while nobody is on duty"),
        max_length=10,
        choices=OutsideHours.choices,
        blank=True,
        default="",
        help_text=_("The hours stand under “Hours of duty”, on the paper’s clock."),
        db_comment=NONE,
    )
    duty_noted_until = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Until when the pages say rightly who is on duty.",
        db_comment=NONE,
    )
    heat_comments = models.PositiveSmallIntegerField(
        _("comments a minute"),
        default=0,
        db_comment=NONE,
    )
    heat_held = models.PositiveSmallIntegerField(
        _("percent held by screens"),
        default=0,
        db_comment=NONE,
    )
    heat_reports = models.PositiveSmallIntegerField(
        _("open reports in a quarter of an hour"),
        default=0,
        db_comment=NONE,
    )
    heat_bursts = models.PositiveSmallIntegerField(
        _("bursts of votes in a quarter of an hour"),
        default=0,
        db_comment=NONE,
    )
    heat_minutes = models.PositiveSmallIntegerField(
        _("minutes that a step lasts"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(720)],
        db_comment=NONE,
    )
    external_url = models.CharField(
        _("address of the service"),
        max_length=500,
        blank=True,
        help_text=_(
            "It gets the words and the name beside them; no account, address or network. "
            "Empty: none is asked."
        ),
        db_comment=NONE,
    )
    external_secret = models.CharField(
        _("key"),
        max_length=60,
        default=new_hook_secret,
        editable=False,
        db_comment=NONE,
    )
    external_milliseconds = models.PositiveIntegerField(
        _("milliseconds to wait for it"),
        default=1000,
        validators=[MinValueValidator(50), MaxValueValidator(5000)],
        help_text=_("Without an answer by then, the text waits for a moderator."),
        db_comment=NONE,
    )
    screen_states = models.JSONField(
        default=dict,
        editable=False,
        help_text="Screens that do not do what they do by themselves: on, shadow, off.",
        db_comment=NONE,
    )

    panels = (
        FieldPanel("remind_after_minutes"),
        FieldPanel("appeal_days"),
        MultiFieldPanel(
            [FieldPanel("new_unproven"), FieldPanel("new_proven")], heading=_("New people")
        ),
        FieldPanel("outside_hours"),
        MultiFieldPanel(
            [
                FieldPanel(f"heat_{name}")
                for name in ("comments", "held", "reports", "bursts", "minutes")
            ],
            heading=_("Heated discussions"),
            help_text=_(
                "A discussion that reaches one of these is slowed down; at twice as much, comments "
                "wait for a moderator; at three times as much, it rests. 0 is never reached. Each "
                "step is announced on the page, stands in the log and ends by itself."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("external_url"),
                FieldPanel("external_secret", read_only=True),
                FieldPanel("external_milliseconds"),
            ],
            heading=_("A service of your own"),
        ),
    )

    class Meta:
        verbose_name = _("moderation")

    def __str__(self) -> str:
        return str(_("Moderation"))

    def clean(self) -> None:
        """Refuse an address that nothing is sent to."""
        if self.external_url:
            try:
                target_of(self.external_url)
            except OutboundRefused as refused:
                raise ValidationError({"external_url": str(refused)}) from refused
