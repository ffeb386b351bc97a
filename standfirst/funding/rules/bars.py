"""Where the parts of a meter's bar lie, in hundredths of its width.

Widths stand in SVG attributes, since the policy of public pages refuses style attributes. In a
right-to-left language the bar grows from the right (x = 100 − p), and so do the labels at its ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# A label nearer than this to its neighbour would run into it on a narrow page.
CLOSEST_LABELS = 14
# The last one is wider: it names the currency.
CLOSEST_TO_LAST = 22

Anchor = Literal["start", "middle", "end"]
# The drawing itself runs from left to right, whatever the writing does.
MIRRORED: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True)
class BarMark:
    """A line across the bar at a value, and whether there is room for its label."""

    value: int
    x: str
    anchor: Anchor
    has_label: bool
    is_last: bool


@dataclass(frozen=True)
class Bar:
    """The parts of a bar: x and width of what is settled, the ends of what is matched and pledged."""

    settled_x: str
    settled_width: str
    matched_from: str
    pledged_from: str
    pledged_to: str
    has_matched: bool
    has_pledged: bool
    marks: tuple[BarMark, ...]


def bar(
    *,
    settled: int,
    pledged: int,
    goal: int,
    scale: Sequence[int],
    is_mirrored: bool,
    matched: int = 0,
) -> Bar:
    """Lay out a bar from minor units. Beyond the goal it is full; the words say the true figure."""
    end_of_settled = _percent(settled, goal)
    end_of_matched = _percent(settled + max(matched, 0), goal)
    end_of_pledged = _percent(settled + max(matched, 0) + max(pledged, 0), goal)

    def x(place: float) -> str:
        return _written(100 - place if is_mirrored else place)

    return Bar(
        settled_x=_written(100 - end_of_settled) if is_mirrored else "0",
        settled_width=_written(end_of_settled),
        matched_from=x(end_of_settled),
        pledged_from=x(end_of_matched),
        pledged_to=x(end_of_pledged),
        has_matched=end_of_matched > end_of_settled,
        has_pledged=end_of_pledged > end_of_matched,
        marks=tuple(
            BarMark(
                value,
                x(place),
                MIRRORED[anchor] if is_mirrored else anchor,
                has_label,
                is_last=value == scale[-1],
            )
            for value, place, anchor, has_label in _labelled(scale, goal)
        ),
    )


def _labelled(scale: Sequence[int], goal: int) -> list[tuple[int, float, Anchor, bool]]:
    """Label the first and the last mark, and those between that have room to both sides."""
    places = [_percent(value, goal) for value in scale]
    labelled = []
    last_label = 0.0
    for number, (value, place) in enumerate(zip(scale, places, strict=True)):
        is_end = number in (0, len(places) - 1)
        has_room = place - last_label >= CLOSEST_LABELS and places[-1] - place >= CLOSEST_TO_LAST
        has_label = is_end or has_room
        if has_label:
            last_label = place
        anchor: Anchor = "middle"
        if is_end:
            anchor = "start" if number == 0 else "end"
        labelled.append((value, place, anchor, has_label))
    return labelled


def _percent(value: int, goal: int) -> float:
    return round(min(max(value, 0) / goal, 1) * 100, 2)


def _written(place: float) -> str:
    """Write a number as SVG reads it, whatever the reader's language."""
    return f"{round(place, 2):g}"
