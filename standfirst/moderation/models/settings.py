from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from standfirst.lib.columns import NONE


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

    panels = (FieldPanel("remind_after_minutes"),)

    class Meta:
        verbose_name = _("moderation")

    def __str__(self) -> str:
        return str(_("Moderation"))
