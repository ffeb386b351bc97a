from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE


class WordList(models.Model):
    """Words, one per line, that refuse a text (banned) or hold it (suspect)."""

    class Kind(models.TextChoices):
        """What a hit does."""

        BANNED = "banned", _("banned: the text is refused")
        SUSPECT = "suspect", _("suspect: the text waits for a moderator")

    name = models.CharField(_("name"), max_length=80, unique=True, db_comment=NONE)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, db_comment=NONE)
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        help_text=_("Leave empty for words of any language."),
        db_comment=NONE,
    )
    words = models.TextField(
        _("words"), blank=True, help_text=_("One word or phrase a line."), db_comment=NONE
    )
    notes = models.TextField(_("notes"), blank=True, db_comment=NONE)
    is_shadow = models.BooleanField(
        _("only tried out"),
        default=False,
        help_text=_("It holds and refuses nothing; what it would have is counted."),
        db_comment=NONE,
    )
    is_active = models.BooleanField(_("in force"), default=True, db_comment=NONE)

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")

    def __str__(self) -> str:
        return self.name
