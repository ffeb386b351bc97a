"""Who is on the evening buses: boardings by departure."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

from standfirst.demo.content.drawings.press import INK, OCHRE, ORANGE, line, rect
from standfirst.demo.content.drawings.sheet import QUIET, filled, page, stroke, words

WIDTH, HEIGHT = 1800, 1120
LEFT, RIGHT, TOP, STEP = 190, 1700, 270, 112
BOARDINGS = (("17:40", 46), ("18:40", 31), ("19:40", 24), ("20:40", 17), ("21:40", 22), ("22:40", 41))
LIMIT = 15
BODY = "font-size:32px"


def width(people: float) -> float:
    """Pixels for a number of passengers."""
    return (RIGHT - LEFT) * people / 50


def axis() -> str:
    """Passengers along the foot."""
    foot = TOP + STEP * len(BOARDINGS)
    parts = []
    for people in range(0, 51, 10):
        x = LEFT + width(people)
        parts.append(stroke(line((x, TOP - 16), (x, foot)), "#ddd2bb", 2) + words(x, foot + 44, str(people), BODY, "middle"))
    return "".join(parts) + words(LEFT, foot + 92, "Passengers boarding, average of weekday runs", f"{BODY};fill:{QUIET}")


def bars() -> str:
    """One bar a departure; the last is the one in question."""
    parts = []
    for row, (time, people) in enumerate(BOARDINGS):
        y = TOP + row * STEP
        last = row == len(BOARDINGS) - 1
        weight = 700 if last else 450
        parts.append(filled(rect(LEFT, y, width(people), 74), ORANGE if last else OCHRE))
        parts.append(words(LEFT - 26, y + 49, time, f"{BODY};font-weight:{weight}", "end"))
        parts.append(words(LEFT + width(people) + 18, y + 49, str(people), f"{BODY};font-weight:{weight}"))
    return "".join(parts)


def draw() -> str:
    """The chart as SVG."""
    x = LEFT + width(LIMIT)
    limit = stroke(line((x, TOP - 30), (x, TOP + STEP * len(BOARDINGS))), INK, 4, "6 10")
    limit += words(x + 14, TOP - 26, "District’s limit for support: 15", f"{BODY};font-weight:600")
    title = words(60, 86, "The last bus is the second fullest", "font-family:Newsreader;font-size:60px;font-weight:600")
    under = words(60, 140, "Line 4, Market Square to Great Asker, by departure, 1 September to 30 October 2026", f"font-size:31px;fill:{QUIET}")
    source = words(60, HEIGHT - 30, "Source: operator’s ticket data, released by the district on 3 November. Chart: The Sallowford Gauge", f"font-size:25px;fill:{QUIET}")
    return page(WIDTH, HEIGHT, "#fbf5e8", axis(), bars(), limit, title, under, source)
