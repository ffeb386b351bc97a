"""Figures, players and files: whatever is not words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import PageElement, Tag

from standfirst.transfer.wordpress.story.embeds import (
    first_address,
    host_of,
    is_embeddable,
    link_of,
    whole_address,
)
from standfirst.transfer.wordpress.story.inline import plain_text
from standfirst.transfer.wordpress.story.outcome import FileRef, Story, Surroundings
from standfirst.transfer.wordpress.story.pictures import (
    PictureTaker,
    classes_of,
    figure_value,
    text_of,
)

_LONGEST_TITLE = 200


class FigureTaker:
    """Turns <figure> and what may stand in it into blocks; gives back to the walk what is words."""

    def __init__(
        self,
        story: Story,
        surroundings: Surroundings,
        reuse: Callable[[str], None],
        walk: Callable[[Iterable[PageElement]], None],
    ) -> None:
        self._story = story
        self._surroundings = surroundings
        self._reuse = reuse
        self._walk = walk
        self._pictures = PictureTaker(story)

    def gallery(self, tag: Tag) -> None:
        self._pictures.gallery(tag)

    def background(self, address: str) -> None:
        self._story.left["picture behind words (now before them)"] += 1
        self._pictures.add(figure_value(FileRef(address=address)))

    def figure(self, tag: Tag) -> None:
        classes = classes_of(tag)
        images = tag.find_all("img")
        if "sf-reused" in classes:
            self._reuse(text_of(tag, "data-id"))
        elif "sf-gallery" in classes:
            self._listed_gallery(tag)
        elif "sf-playlist" in classes:
            for number in _numbers(text_of(tag, "data-ids")):
                self._story.add("document", {"file": FileRef(number), "title": ""})
        elif "sf-code" in classes:
            self._code(tag)
        elif "wp-block-embed" in classes or any(
            name.startswith("wp-block-embed") for name in classes
        ):
            self._embed(tag)
        elif len(images) > 1 or "wp-block-gallery" in classes:
            self._pictures.gallery(tag)
        elif images and not tag.find(["audio", "video", "iframe"]):
            self._pictures.captioned(tag)
        else:
            self._others(tag)

    def medium(self, tag: Tag, link: str) -> None:
        """A picture, player or frame wherever it stands; `link` is the address it is a link to."""
        if tag.name == "picture":
            image = tag.find("img")
            if isinstance(image, Tag):
                self.medium(image, link)
        elif tag.name == "img":
            self._pictures.note_link(tag, link)
            self._pictures.add(self._pictures.image(tag))
        elif tag.name in {"audio", "video"}:
            self._player(tag, "")
        elif tag.name in {"iframe", "object", "embed"}:
            self._frame(tag, "")

    def file(self, tag: Tag) -> None:
        """WordPress's file block: a link with the file's name, and a button with the same link."""
        link = tag.find("a", href=True)
        if isinstance(link, Tag):
            title = plain_text(link)[:_LONGEST_TITLE]
            self._story.add(
                "document", {"file": FileRef(address=text_of(link, "href")), "title": title}
            )
        else:
            self._walk(tag.children)

    def _listed_gallery(self, tag: Tag) -> None:
        ids = _numbers(text_of(tag, "data-ids")) or list(self._surroundings.attached())
        excluded = set(_numbers(text_of(tag, "data-exclude")))
        values = [figure_value(FileRef(number)) for number in ids if number not in excluded]
        self._pictures.add_gallery(values)

    def _code(self, tag: Tag) -> None:
        tag.name = "p"
        self._story.keep(str(tag), f"code [{text_of(tag, 'data-name')}]")

    def _embed(self, tag: Tag) -> None:
        words = tag.find("figcaption")
        caption = plain_text(words) if isinstance(words, Tag) else ""
        if isinstance(words, Tag):
            words.extract()
        frame = tag.find("iframe")
        if isinstance(frame, Tag):
            self._frame(frame, caption)
            return
        address = first_address(tag.get_text())
        if address:
            self._add_embed(link_of(address), caption)
        else:
            self._walk(tag.children)

    def _others(self, tag: Tag) -> None:
        words = tag.find("figcaption")
        caption = plain_text(words) if isinstance(words, Tag) else ""
        medium = tag.find(["audio", "video", "iframe"])
        if not isinstance(medium, Tag):
            self._walk(tag.children)
            return
        if isinstance(words, Tag):
            words.extract()
        if medium.name == "iframe":
            self._frame(medium, caption)
        else:
            self._player(medium, caption)
        medium.extract()
        self._walk(tag.children)

    def _frame(self, tag: Tag, caption: str) -> None:
        names = ("src", "data-src", "data")
        inner = [tag, *tag.find_all(["embed", "param", "iframe"])]
        found = [text_of(each, name) for each in inner for name in names]
        found += [
            text_of(each, "value") for each in inner if text_of(each, "name") in {"movie", "src"}
        ]
        address = next((link_of(each) for each in found if whole_address(each)), "")
        if address:
            self._add_embed(address, caption or text_of(tag, "title"))
        else:
            self._story.left[f"<{tag.name}> without an address"] += 1

    def _add_embed(self, address: str, title: str) -> None:
        title = " ".join(title.split()) or host_of(address) or address
        self._story.add("embed", {"url": address, "title": title[:_LONGEST_TITLE]})

    def _player(self, tag: Tag, caption: str) -> None:
        sources = [text_of(tag, "src"), *(text_of(each, "src") for each in tag.find_all("source"))]
        address = next(filter(None, sources), "")
        if is_embeddable(address):
            self._add_embed(link_of(address), caption)
        elif address:
            title = caption or file_name(address)
            self._story.add(
                "document", {"file": FileRef(address=address), "title": title[:_LONGEST_TITLE]}
            )
        else:
            self._story.left[f"<{tag.name}> without an address"] += 1


def file_name(address: str) -> str:
    """The last part of an address, as a person would read it."""
    try:
        return unquote(PurePosixPath(urlsplit(address).path).name)
    except ValueError:
        return ""


def _numbers(text: str) -> list[str]:
    return [number for number in text.replace(" ", ",").split(",") if number.isdigit()]
