"""What comes out of a post's HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from standfirst.newsroom.markup import clean_kept

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileRef:
    """A picture or file as the post names it: by attachment number, by address, or both."""

    attachment: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a post's HTML may refer to. Both look-ups answer with nothing where there is nothing."""

    attached: Callable[[], Sequence[str]] = tuple
    reused: Callable[[str], str] = lambda _number: ""


@dataclass(slots=True)
class Story:
    """Blocks in order. `kept` counts what became sanitised HTML, `left` what was not taken, by reason.

    The picture of a figure and the file of a document are a `FileRef` under the key "file".
    """

    blocks: list[Block] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, value: Any) -> None:
        """Append a block; paragraphs in a row are one block, as an editor would type them."""
        if kind == "paragraph" and self.blocks and self.blocks[-1]["type"] == "paragraph":
            self.blocks[-1]["value"] += value
        else:
            self.blocks.append({"type": kind, "value": value})

    def keep(self, html: str, reason: str) -> None:
        """Keep HTML that no block could take, without anything that runs or asks another site."""
        clean = clean_kept(html).strip()
        if clean:
            self.kept[reason] += 1
            self.blocks.append({"type": "kept_html", "value": clean})
