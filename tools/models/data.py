"""The labelled sets, read as they were published. None of their text gets into the repository."""

import ast
import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = 5
SETS = {
    "civil": "labelled-civil-toxicspans/tsd_train.csv",
    "tweets": "labelled-davidson/data/labeled_data.csv",
    "messages": "labelled-sms-spam/SMSSpamCollection",
    "articles": "articles-digitalgov/articles-to-2015.jsonl",
    "naughty": "blns/blns.json",
}
VIDEOS = ("Youtube01-Psy.csv", "Youtube02-KatyPerry.csv", "Youtube03-LMFAO.csv")
_SHORTCODE = re.compile(r"\{\{.*?\}\}|<[^>]+>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"[*_#`>|]+")


@dataclass(frozen=True)
class Document:
    """One text of a set; ``index`` is its place in it and decides who may train on it."""

    index: int
    text: str
    is_bad: bool = False
    marks: frozenset[int] = frozenset()

    @property
    def is_held_out(self) -> bool:
        """Whether it is only for judging."""
        return self.index % HELD_OUT == 0


def places() -> list[str]:
    """Give where each file of the sets is, in their folder."""
    return sorted([*SETS.values(), *(f"labelled-youtube-spam/{name}" for name in VIDEOS)])


def civil(folder: Path) -> list[Document]:
    """Comments of news sites, with the places of the characters that people marked as toxic."""
    with (folder / SETS["civil"]).open(encoding="utf-8", newline="") as file:
        return [
            Document(index, row["text"], marks=frozenset(ast.literal_eval(row["spans"])))
            for index, row in enumerate(csv.DictReader(file))
        ]


def tweets(folder: Path) -> list[Document]:
    """Tweets; bad are those that most raters took for hateful or offensive. Only judged, see the card."""
    with (folder / SETS["tweets"]).open(encoding="utf-8", newline="") as file:
        return [
            Document(index, html.unescape(row["tweet"]), row["class"] != "2")
            for index, row in enumerate(csv.DictReader(file))
        ]


def video_comments(folder: Path) -> list[Document]:
    """Comments under three videos, spam or not; counted through all three files."""
    rows: list[dict[str, str]] = []
    for name in VIDEOS:
        text = (folder / "labelled-youtube-spam" / name).read_text("utf-8").lstrip("\n\ufeff")
        rows += csv.DictReader(io.StringIO(text))
    return [
        Document(index, html.unescape(row["CONTENT"]).rstrip("\ufeff"), row["CLASS"] == "1")
        for index, row in enumerate(rows)
    ]


def messages(folder: Path) -> list[Document]:
    """Short messages of telephones, spam or not."""
    lines = (folder / SETS["messages"]).read_text("utf-8").split("\n")
    pairs = [line.split("\t", 1) for line in lines if line.startswith(("ham\t", "spam\t"))]
    return [Document(index, text, kind == "spam") for index, (kind, text) in enumerate(pairs)]


def articles(folder: Path) -> list[Document]:
    """Articles as plain paragraphs: nobody's spam and nobody's insult."""
    lines = (folder / SETS["articles"]).read_text("utf-8").strip().split("\n")
    return [
        Document(index, "\n".join(_paragraphs(json.loads(line)["body_markdown"])))
        for index, line in enumerate(lines)
    ]


def naughty(folder: Path) -> list[str]:
    """Strings that break programs. Nobody insults anybody in most of them; only judged."""
    strings: list[str] = json.loads((folder / SETS["naughty"]).read_text("utf-8"))
    return strings


def _paragraphs(markdown: str) -> Iterator[str]:
    plain = _LINK.sub(r"\1", _SHORTCODE.sub(" ", html.unescape(markdown)))
    for line in _MARKUP.sub(" ", plain).splitlines():
        text = " ".join(line.split())
        if text:
            yield text
