from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from standfirst.lib.columns import NONE


class Pick(Orderable):
    """An article that an editor chose for a place, in order."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False, db_comment=NONE)
    article = models.ForeignKey(
        "newsroom.ArticlePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("article"),
        db_comment=NONE,
    )

    panels = (FieldPanel("article"),)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.article)

    def clean(self) -> None:
        """An article is not picked for itself."""
        super().clean()
        if self.article_id is not None and self.article_id == getattr(self, "page_id", None):
            raise ValidationError({"article": _("Choose another article than this one.")})
