"""A text cut where something was found in it, for showing that as marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standfirst.moderation.models import Screening
from standfirst.moderation.words import Finder


@dataclass(frozen=True)
class Stretch:
    """A part of a text, and whether something was found there."""

    text: str
    is_hit: bool = False


def marked(text: str, places: Iterable[tuple[int, int]]) -> list[Stretch]:
    """Cut a text at places, begin and end in characters; of two that overlap, the rest of the later."""
    stretches, done = [], 0
    for start, end in sorted(places):
        begin, stop = max(start, done), min(end, len(text))
        if begin >= stop:
            continue
        if begin > done:
            stretches.append(Stretch(text[done:begin]))
        stretches.append(Stretch(text[begin:stop], is_hit=True))
        done = stop
    if done < len(text):
        stretches.append(Stretch(text[done:]))
    return stretches


def judged(text: str, screenings: Sequence[Screening]) -> list[Stretch]:
    """Cut a text at the places where screens say that they found something."""
    return marked(
        text,
        [
            (row.passage_start, row.passage_end)
            for row in screenings
            if row.passage_start is not None and row.passage_end is not None
        ],
    )


def judged_name(name: str, screenings: Sequence[Screening]) -> list[Stretch]:
    """Cut a name at what screens found there: of a name they keep what they found, not the place."""
    phrases = [row.passage for row in screenings if row.passage and row.passage_start is None]
    return marked(name, [(hit.start, hit.end) for hit in Finder(phrases).hits(name)])
