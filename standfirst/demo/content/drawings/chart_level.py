"""The river at Pinder's Bridge: as it was, and as the Board's own model says it would have been."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

from standfirst.demo.content.drawings.press import INK, ORANGE, Point, disc, line, smooth
from standfirst.demo.content.drawings.sheet import DEEP, QUIET, filled, page, stroke, words

WIDTH, HEIGHT = 1800, 1200
LEFT, RIGHT, TOP, FOOT = 120, 1700, 250, 1010
# Hours after noon on 18 October, metres on the gauge.
MEASURED = [(0, 1.12), (2, 1.21), (4, 1.38), (6, 1.63), (8, 2.0), (9.83, 2.40), (11, 2.63), (12, 2.82), (13, 2.99), (14, 3.15),
            (15, 3.29), (16, 3.39), (16.67, 3.42), (17.42, 3.40), (18, 3.31), (19, 3.11), (20, 2.92), (22, 2.62), (24, 2.40)]
MODEL = [(10.83, 2.60), (11.5, 2.66), (12.5, 2.75), (14, 2.91), (15.5, 3.04), (16.67, 3.08), (18, 3.02), (20, 2.80), (22, 2.56), (24, 2.37)]
BODY = "font-size:29px"


def place(hour: float, metres: float) -> Point:
    """Where a reading stands on the sheet."""
    return LEFT + (RIGHT - LEFT) * hour / 24, FOOT - (FOOT - TOP) * (metres - 1) / 2.6


def axes() -> str:
    """Grid, metres at the left, hours below."""
    parts = []
    for step in range(6):
        metres = 1 + step * 0.5
        y = place(0, metres)[1]
        parts.append(stroke(line((LEFT, y), (RIGHT, y)), "#ddd2bb", 2) + words(LEFT - 22, y + 10, f"{metres:.1f}", BODY, "end"))
    for hour in range(0, 25, 4):
        x = place(hour, 1)[0]
        parts.append(stroke(line((x, FOOT), (x, FOOT + 14)), INK, 3) + words(x, FOOT + 52, f"{(12 + hour) % 24:02}:00", BODY, "middle"))
    parts.append(stroke(line((LEFT, FOOT), (RIGHT, FOOT)), INK, 3))
    for hour, text in ((6, "Sunday 18 October"), (18, "Monday 19 October")):
        parts.append(words(place(hour, 1)[0], FOOT + 98, text, f"{BODY};fill:{QUIET}", "middle"))
    x = place(12, 1)[0]
    parts.append(stroke(line((x, FOOT + 66), (x, FOOT + 104)), QUIET, 2))
    return "".join(parts) + words(LEFT - 84, TOP - 44, "Level at the gauge, metres", f"{BODY};fill:{QUIET}")


def thresholds() -> str:
    """The alarm, and the lowest doorstep in Weir End."""
    parts = []
    for metres, text in ((2.40, "Alarm, 2.40"), (3.15, "Lowest doorstep in Weir End, 3.15")):
        start, end = place(0, metres), place(24, metres)
        parts.append(stroke(line(start, end), INK, 2.5, "4 10") + words(LEFT + 16, start[1] - 14, text, f"{BODY};font-weight:600"))
    return "".join(parts)


def curves() -> str:
    """The two rivers."""
    above = [place(*reading) for reading in MEASURED]
    below = [place(*reading) for reading in MODEL]
    between = smooth([below[0], *above[6:]]) + "L" + smooth(below[::-1])[1:] + "Z"
    return filled(between, ORANGE, 0.2) + stroke(smooth(below), DEEP, 6, "16 12") + stroke(smooth(above), ORANGE, 9)


def note(hour: float, metres: float, text: str, to: Point) -> str:
    """A marked moment with its words."""
    at = place(hour, metres)
    lead = stroke(line(at, (to[0] - 12, to[1] - 10)), INK, 2) + filled(disc(*at, 12), "#fffaf0") + stroke(disc(*at, 12), INK, 4)
    return lead + words(*to, text, f"{BODY};font-weight:600")


def draw() -> str:
    """The chart as SVG."""
    title = words(LEFT - 84, 84, "Six hours and thirty-five minutes", "font-family:Newsreader;font-size:60px;font-weight:600")
    under = words(LEFT - 84, 138, "The Wend at Pinder’s Bridge, and the Water Board’s own model with Tansy Sluice open", f"font-size:31px;fill:{QUIET}")
    model = words(1160, 800, "Board’s model, gates open at 22:50:", f"{BODY};fill:{DEEP};font-weight:600")
    model += words(1160, 838, "peak 3.08, below every doorstep", f"{BODY};fill:{DEEP};font-weight:600")
    model += stroke(line((1290, 764), (1240, 410)), DEEP, 2)
    notes = note(9.83, 2.40, "21:50 alarm sent", (850, 730)) + note(10.83, 2.60, "22:50 gates due open", (900, 660))
    notes += note(16.67, 3.42, "04:40 peak, 3.42 m", (1252, 216)) + note(17.42, 3.40, "05:25 opened by hand", (1340, 282))
    source = words(LEFT - 84, HEIGHT - 34, "Source: Wend Valley Water Board, gauge 0417 (15-minute readings) and model run WV-21/3. Chart: The Sallowford Gauge", f"font-size:25px;fill:{QUIET}")
    return page(WIDTH, HEIGHT, "#fbf5e8", axes(), thresholds(), curves(), notes, model, title, under, source)
