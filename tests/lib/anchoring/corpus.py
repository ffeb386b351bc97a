"""Edits of real articles, each with a passage and the place where it stands afterwards.

Five parts, as many cases each. A case is made by its part and number alone, so that one that fails
can be looked at again.
"""

import json
import random
import re
from dataclasses import dataclass
from functools import cache

from standfirst.lib.anchoring import Passage, passage_at

SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
PARTS = ("before", "blocks", "typo", "replaced", "twice")


@dataclass
class Case:
    """An article before and after an edit, and where the passage is to be found (None: nowhere)."""

    kind: str
    passage: Passage
    before: dict[str, str]
    after: dict[str, str]
    truth: tuple[str, int, int] | None


@dataclass
class Mark:
    """A passage under edit: the blocks as a list of [id, text], and where it stands in them."""

    blocks: list[list[str]]
    at: int
    start: int
    end: int

    @property
    def text(self):
        return self.blocks[self.at][1]

    @property
    def quote(self):
        return self.text[self.start : self.end]

    def put(self, start, end, words):
        """Replace a stretch of the marked block that lies outside of the passage."""
        self.blocks[self.at][1] = self.text[:start] + words + self.text[end:]
        if end <= self.start:
            self.start += len(words) - (end - start)
            self.end += len(words) - (end - start)

    def say(self, words):
        """Have the passage read otherwise."""
        self.blocks[self.at][1] = self.text[: self.start] + words + self.text[self.end :]
        self.end = self.start + len(words)


@cache
def articles(folder):
    """The paragraphs of each article that has at least four of some length."""
    found = []
    with (folder / "articles-digitalgov" / "articles-to-2015.jsonl").open() as lines:
        for line in lines:
            source = json.loads(line)["body_markdown"]
            paragraphs = [plain(part) for part in re.split(r"\n\s*\n", source)]
            long = [text for text in paragraphs if len(text.split()) >= 12]
            if len(long) >= 4:
                found.append(long)
    return found


def plain(markdown):
    """What a reader sees of a paragraph, near enough."""
    text = re.sub(r"\{\{.*?\}\}|<[^>]+>", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_#>`]+", "", text)).strip()


def case(folder, part, number):
    """Make one case."""
    dice = random.Random(f"{part}-{number}")
    texts = articles(folder)
    while True:
        paragraphs = dice.choice(texts)
        mark = choose(dice, [[f"b{at}", text] for at, text in enumerate(paragraphs)], part)
        if mark is not None:
            break
    foreign = dice.choice(texts)
    edit = {
        "before": edit_before,
        "blocks": edit_blocks,
        "typo": edit_typo,
        "replaced": edit_words,
        "twice": edit_twice,
    }[part]
    return edit(dice, mark, foreign, number)


def choose(dice, blocks, part):
    """Mark a sentence, some words of one, or (rarely) a whole block."""
    at = dice.randrange(len(blocks))
    text = blocks[at][1]
    kind = dice.choices(("words", "sentence", "block"), (5, 4, 1))[0]
    if kind == "block":
        return Mark(blocks, at, 0, len(text))
    sentences = spans_of(SENTENCE, text)
    start, end = dice.choice(sentences)
    if kind == "words":
        words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
        if len(words) < 6:
            return None
        length = dice.randint(3, min(len(words), 20))
        first = dice.randrange(len(words) - length + 1)
        start, end = words[first][0], words[first + length - 1][1]
    if end - start < 12:
        return None
    return Mark(blocks, at, start, end)


def spans_of(pattern, text):
    """The stretches between matches."""
    ends = [match.span() for match in pattern.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    return list(zip(starts, [*(start for start, _end in ends), len(text)], strict=True))


def told(kind, passage, before, mark):
    after = dict(map(tuple, mark.blocks))
    assert len(after) == len(mark.blocks)
    truth = (mark.blocks[mark.at][0], mark.start, mark.end)
    return Case(kind, passage, before, after, truth)


def begun(mark):
    name, text = mark.blocks[mark.at]
    return passage_at(name, text, mark.start, mark.end), dict(map(tuple, mark.blocks))


def edit_before(dice, mark, foreign, number):
    """Text before the passage is inserted or removed, in its block or above it."""
    passage, before = begun(mark)
    for _time in range(dice.randint(1, 3)):
        match dice.choice(("insert", "remove", "block in", "block out")):
            case "insert":
                gaps = [m.end() for m in re.finditer(" ", mark.text[: mark.start])] or [0]
                at = dice.choice(gaps)
                mark.put(at, at, " ".join(dice.choice(foreign).split()[:25]) + " ")
            case "remove":
                words = list(re.finditer(r"\S+ ", mark.text[: mark.start]))
                if words:
                    first = dice.randrange(len(words))
                    last = dice.randrange(first, len(words))
                    mark.put(words[first].start(), words[last].end(), "")
            case "block in":
                at = dice.randint(0, mark.at)
                mark.blocks.insert(at, [f"n{dice.random()}", dice.choice(foreign)])
                mark.at += 1
            case "block out" if mark.at:
                del mark.blocks[dice.randrange(mark.at)]
                mark.at -= 1
            case _:
                pass
    return told("before", passage, before, mark)


def edit_blocks(dice, mark, foreign, number):
    """The passage's block is moved, split or merged with a neighbour."""
    passage, before = begun(mark)
    kind = ("moved", "pasted", "split", "merged")[number % 4]
    if kind in {"moved", "pasted"}:
        block = mark.blocks.pop(mark.at)
        mark.at = dice.randint(0, len(mark.blocks))
        mark.blocks.insert(mark.at, block)
        if kind == "pasted":
            block[0] = "pasted"
    elif kind == "split":
        split(dice, mark)
    else:
        first = max(mark.at - dice.randint(0, 1), 0)
        if first + 1 == len(mark.blocks):
            first -= 1
        (name, one), (_gone, two) = mark.blocks[first : first + 2]
        if mark.at == first + 1:
            mark.start, mark.end = mark.start + len(one) + 1, mark.end + len(one) + 1
        mark.at = first
        mark.blocks[first : first + 2] = [[name, f"{one} {two}"]]
    return told(kind, passage, before, mark)


def split(dice, mark):
    """Cut the block at a space outside of the passage; the second half is a new block."""
    gaps = [m.start() for m in re.finditer(" ", mark.text)]
    gaps = [gap for gap in gaps if gap < mark.start or gap >= mark.end]
    if not gaps:
        return
    gap, text = dice.choice(gaps), mark.text
    mark.blocks[mark.at][1] = text[:gap]
    mark.blocks.insert(mark.at + 1, ["second half", text[gap + 1 :]])
    if gap < mark.start:
        mark.at, mark.start, mark.end = mark.at + 1, mark.start - gap - 1, mark.end - gap - 1


def typo(dice, words):
    """Swap, drop, double or change one letter."""
    at = dice.choice([m.start() for m in re.finditer(r"\w", words)][:-1])
    return dice.choice(
        (
            words[:at] + words[at + 1 : at + 2] + words[at] + words[at + 2 :],
            words[:at] + words[at + 1 :],
            words[:at] + words[at] + words[at:],
            words[:at] + dice.choice("abcdefghijklmnopqrstuvwxyz") + words[at + 1 :],
        )
    )


def edit_typo(dice, mark, foreign, number):
    """A typo in the quote; half of the time the article was edited elsewhere too."""
    passage, before = begun(mark)
    mark.say(typo(dice, mark.quote))
    if number % 2:
        mark.blocks.insert(0, ["new", dice.choice(foreign)])
        mark.at += 1
    return told("typo", passage, before, mark)


def edit_words(dice, mark, foreign, number):
    """10 to 50 % of the quote's words are replaced by words of another article."""
    passage, before = begun(mark)
    words = mark.quote.split(" ")
    share = (10, 20, 30, 40, 50)[number % 5]
    count = max(round(len(words) * share / 100), 1)
    others = " ".join(foreign).split(" ")
    for at in dice.sample(range(len(words)), count):
        words[at] = dice.choice(others)
    mark.say(" ".join(words))
    return told(f"replaced {share} %", passage, before, mark)


def edit_twice(dice, mark, foreign, number):
    """The same sentence stands twice: from the start, or since the edit; or the marked one goes."""
    kind = ("copied", "both", "edited", "removed", "same block")[number % 5]
    others = [at for at in range(len(mark.blocks)) if at != mark.at]
    target = mark.at if kind == "same block" else dice.choice(others)
    if kind != "copied":
        add_twin(dice, mark, target)
    passage, before = begun(mark)
    match kind:
        case "copied":
            add_twin(dice, mark, target)
        case "both" | "same block":
            mark.blocks.insert(0, ["new", dice.choice(foreign)])
            mark.at += 1
            mark.put(0, 0, " ".join(dice.choice(foreign).split()[:10]) + " ")
        case "edited":
            mark.say(typo(dice, mark.quote))
        case "removed":
            mark.blocks[mark.at][1] = (mark.text[: mark.start] + mark.text[mark.end :]).strip()
            if not mark.text:
                del mark.blocks[mark.at]
            return Case(kind, passage, before, dict(map(tuple, mark.blocks)), None)
    return told(kind, passage, before, mark)


def add_twin(dice, mark, target):
    """Put the same words at the end of a sentence of a block."""
    text = mark.blocks[target][1]
    ends = [end for _start, end in spans_of(SENTENCE, text)]
    if target == mark.at:
        ends = [end for end in ends if end <= mark.start or end >= mark.end]
    at = dice.choice(ends or [len(text)])
    words = f" {mark.quote}"
    if target == mark.at:
        mark.put(at, at, words)
    else:
        mark.blocks[target][1] = text[:at] + words + text[at:]
