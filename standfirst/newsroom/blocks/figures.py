"""Blocks of pictures: one figure, or a gallery of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    StructBlock,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from standfirst.delivery.recording import asked_once
from standfirst.newsroom.figures import Figure, FigureKind
from standfirst.pictures.models import Image

# Under this name a render knows the pictures of its story, by number (`queries.reading`).
STORY_PICTURES = "story_pictures"


class PictureBlock(ImageChooserBlock):
    """A picture. A story asks for those of each kind of block apart: here they may be known by then."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Image | None]:
        """Give the pictures of these numbers, in their order; None for what is gone."""
        numbers = list(values)
        known: dict[int | None, Image | None] = asked_once(STORY_PICTURES, dict)
        if any(number not in known for number in numbers):
            fetched: list[Image | None] = super().bulk_to_python(numbers)
            return fetched
        return [known[number] for number in numbers]


class FigureValue(StructValue):
    """A figure's own words over those of its picture."""

    @property
    def figure(self) -> Figure:
        """The figure to show. Credit and licence left empty are the picture's own."""
        return Figure(
            kind=FigureKind(self.get("kind") or FigureKind.PHOTO),
            image=self.get("image"),
            alt=self.get("alt") or "",
            caption=self.get("caption") or "",
            own_credit=self.get("credit") or "",
            own_credit_url=self.get("credit_url") or "",
            own_licence=self.get("licence") or "",
        )


class FigureBlock(StructBlock):
    """A photo, map, chart or drawing with its description, caption and source."""

    kind = ChoiceBlock(label=_("Kind"), choices=FigureKind.choices, default=FigureKind.PHOTO)
    image = PictureBlock(label=_("Picture"))
    alt = CharBlock(
        label=_("Description"),
        max_length=500,
        help_text=_("What it shows, for people who do not see it."),
    )
    caption = TextBlock(label=_("Caption"), required=False)
    credit = CharBlock(
        label=_("Source"),
        max_length=255,
        required=False,
        help_text=_("Empty: as noted with the picture."),
    )
    credit_url = URLBlock(label=_("Link of the source"), required=False)
    licence = CharBlock(label=_("Licence"), max_length=120, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the figure to show."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "figure": value.figure}

    class Meta:
        icon = "image"
        label = _("Figure")
        value_class = FigureValue
        template = "newsroom/blocks/figure.html"


class GalleryBlock(StructBlock):
    """Several figures that belong together."""

    title = CharBlock(label=_("Title"), max_length=200, required=False)
    figures = ListBlock(FigureBlock(), label=_("Figures"), min_num=2)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the figures to show."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "figures": [item.figure for item in value["figures"]]}

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "newsroom/blocks/gallery.html"
