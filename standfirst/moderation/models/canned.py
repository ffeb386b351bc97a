from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE


class CannedReason(models.Model):
    """A reason that the newsroom has worded once, and the house rule it rests on.

    What a decision keeps is the words and the rule as they were then; changing this changes none.
    """

    title = models.CharField(_("title"), max_length=80, unique=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(
        _("house rule"),
        null=True,
        blank=True,
        help_text=_("Its number in the rules in force; empty for none."),
        db_comment=NONE,
    )
    words = models.TextField(
        _("reason"),
        max_length=2000,
        help_text=_("As the author of the comment will read it."),
        db_comment=NONE,
    )
    is_active = models.BooleanField(_("in use"), default=True, db_comment=NONE)

    class Meta:
        verbose_name = _("ready reason")
        verbose_name_plural = _("ready reasons")

    def __str__(self) -> str:
        return self.title
