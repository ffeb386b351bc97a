"""Pictures, galleries and files of a post."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag

from standfirst.transfer.wordpress.story.embeds import whole_address
from standfirst.transfer.wordpress.story.inline import plain_text
from standfirst.transfer.wordpress.story.outcome import FileRef, Story

_NUMBER = re.compile(r"wp-image-(\d+)")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg|heic)$", re.IGNORECASE)
_LONGEST_ALT = 500


def classes_of(tag: Tag) -> set[str]:
    return set(tag.get("class") or [])


def text_of(tag: Tag, name: str) -> str:
    """An attribute's text; "" where there is none."""
    return str(tag.get(name) or "").strip()


def picture_ref(image: Tag, number: str = "") -> FileRef:
    """How an <img> names its picture. Loaders that wait keep the true address beside `src`."""
    match = _NUMBER.search(" ".join(classes_of(image)))
    number = (match.group(1) if match else "") or text_of(image, "data-id") or number
    names = ("src", "data-src", "data-image", "data-lazy-src")
    addresses = [text_of(image, name) for name in names]
    return FileRef(number if number.isdigit() else "", next(filter(None, addresses), ""))


def figure_value(file: FileRef, alt: str = "", caption: str = "") -> dict[str, Any]:
    return {"file": file, "alt": alt[:_LONGEST_ALT], "caption": caption}


def background_of(tag: Tag) -> str:
    """The address of a picture that a cover block sets behind its words."""
    match = _BACKGROUND.search(text_of(tag, "style"))
    return whole_address(match.group(1)) if match else ""


def leads_to_picture(address: str) -> bool:
    """Whether a link around a picture only shows the same picture larger."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return bool(_PICTURE_FILE.search(path)) or "attachment_id=" in address


class PictureTaker:
    """Makes figures and galleries; a picture named twice in a row is one."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def image(self, image: Tag, *, caption: str = "", number: str = "") -> dict[str, Any] | None:
        """The figure of an <img>, or None for what is no picture to show."""
        if text_of(image, "width") in {"0", "1"} and text_of(image, "height") in {"0", "1"}:
            self._story.left["tracking pixel"] += 1
            return None
        file = picture_ref(image, number)
        if not file.attachment and not file.address:
            self._story.left["picture without an address"] += 1
            return None
        return figure_value(file, text_of(image, "alt"), caption)

    def add(self, value: dict[str, Any] | None) -> None:
        if value is None:
            return
        last = self._story.blocks[-1] if self._story.blocks else None
        if last and last["type"] == "figure" and last["value"]["file"] == value["file"]:
            return
        self._story.add("figure", value)

    def note_link(self, image: Tag, address: str) -> None:
        if address and not leads_to_picture(address):
            self._story.left["link around a picture"] += 1

    def captioned(self, figure: Tag) -> None:
        """A <figure> with one picture."""
        words = figure.find("figcaption")
        caption = plain_text(words) if isinstance(words, Tag) else ""
        if isinstance(words, Tag) and words.find("a", href=True):
            self._story.left["link in a caption (the words stay)"] += 1
        image = figure.find("img")
        if isinstance(image, Tag):
            around = image.find_parent("a")
            self.note_link(image, text_of(around, "href") if isinstance(around, Tag) else "")
            self.add(self.image(image, caption=caption, number=text_of(figure, "data-id")))

    def gallery(self, tag: Tag) -> None:
        """Every picture in a tag, each with the caption that stands nearest to it."""
        values = []
        for image in tag.find_all("img"):
            holder = image.find_parent(["li", "figure", "dl"])
            words = (
                holder.find(["figcaption", "dd"])
                if isinstance(holder, Tag) and holder is not tag
                else None
            )
            caption = plain_text(words) if isinstance(words, Tag) else ""
            value = self.image(image, caption=caption)
            if value is not None:
                values.append(value)
        title = ""
        for words in tag.find_all("figcaption", recursive=False):
            title = plain_text(words)[:200]
        self.add_gallery(values, title=title)

    def add_gallery(self, values: list[dict[str, Any]], *, title: str = "") -> None:
        """Several figures as a gallery, one as a figure."""
        if len(values) == 1:
            self.add({**values[0], "caption": values[0]["caption"] or title})
        elif values:
            self._story.add("gallery", {"title": title, "figures": values})
        else:
            self._story.left["gallery without pictures"] += 1
