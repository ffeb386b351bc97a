"""What a figure is, whether it leads an article or stands inside a story."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.pictures.models import Image, shown_link


class FigureKind(models.TextChoices):
    """What sort of picture a figure shows."""

    PHOTO = "photo", _("Photo")
    MAP = "map", _("Map")
    CHART = "chart", _("Chart")
    DRAWING = "drawing", _("Drawing")


@dataclass(frozen=True)
class Figure:
    """A picture with its words, ready to show. ``image`` is None when the picture is gone."""

    kind: FigureKind
    image: Image | None
    alt: str
    caption: str
    own_credit: str = ""
    own_credit_url: str = ""
    own_licence: str = ""

    @property
    def credit(self) -> str:
        """Where it comes from: said with the figure, else noted with the picture."""
        return self.own_credit or (self.image.credit if self.image else "")

    @property
    def credit_url(self) -> str:
        """The link of the credit that is shown, never another credit's."""
        if self.own_credit or self.own_credit_url:
            return shown_link(self.own_credit_url)
        return self.image.credit_link if self.image else ""

    @property
    def has_words(self) -> bool:
        """Whether anything stands beneath the picture."""
        return bool(self.caption or self.credit or self.licence)

    @property
    def licence(self) -> str:
        """The licence it is shown under."""
        return self.own_licence or (self.image.licence if self.image else "")
