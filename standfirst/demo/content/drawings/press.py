"""A small printing press: pictures as two or three inked plates, cut by hand.

A `Plate` is one ink. What is inked is painted in its colour, what is cut away
is painted white; plates are multiplied on the paper, so white prints nothing
and overlapping inks darken each other, as on a real press. Each plate is
shifted a little (misregistration), its edges are roughened and its ink is
speckled by filters. Everything is seeded, so that a picture printed twice is
the same picture.
"""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 1800, 1200
PAPER = "#f5ecd9"
INK = "#1f2d45"
TEAL = "#79b3ad"
ORANGE = "#e9623a"
OCHRE = "#f0b440"

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def poly(*points: Point) -> str:
    """A closed path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def line(*points: Point) -> str:
    """An open path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def rect(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a path."""
    return poly((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def disc(x: float, y: float, radius: float, squash: float = 1.0) -> str:
    """A circle, or with `squash` an ellipse of that relative height, as a path."""
    high = radius * squash
    return (
        f"M{x - radius:.1f} {y:.1f}a{radius:.1f} {high:.1f} 0 1 0 {2 * radius:.1f} 0"
        f"a{radius:.1f} {high:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    )


def arch(x: float, foot: float, width: float, height: float) -> str:
    """An opening with a round head, standing on `foot`."""
    radius = width / 2
    top = foot - height + radius
    return f"M{x} {foot}V{top}a{radius} {radius} 0 0 1 {width} 0V{foot}Z"


def smooth(points: Sequence[Point], close: bool = False) -> str:
    """A path through points without corners (Catmull-Rom as Béziers)."""
    count = len(points)

    def at(i: int) -> Point:
        return points[i % count if close else max(0, min(count - 1, i))]

    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count if close else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(i + k) for k in (-1, 0, 1, 2))
        path.append(
            f"C{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f} "
            f"{cx - (dx - bx) / 6:.1f} {cy - (dy - by) / 6:.1f} {cx:.1f} {cy:.1f}"
        )
    return "".join(path) + ("Z" if close else "")


def under(points: Sequence[Point], floor: float = HEIGHT) -> str:
    """The area between a smooth line and a level floor."""
    return smooth(points) + f"L{points[-1][0]} {floor}L{points[0][0]} {floor}Z"


def taper(start: Point, angle: float, length: float, width: float, bend: float = 0.0) -> str:
    """One stroke of the gouge: pointed at both ends, `angle` in degrees."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)

    def place(along: float, across: float) -> str:
        x = start[0] + along * cos - across * sin
        y = start[1] + along * sin + across * cos
        return f"{x:.1f} {y:.1f}"

    half = length / 2
    return (
        f"M{place(0, 0)}Q{place(half, bend + width)} {place(length, 0)}"
        f"Q{place(half, bend - width)} {place(0, 0)}Z"
    )


@dataclass
class Hatch:
    """How a surface is worked: rows of gouge strokes.

    `fade` is the width at the far side of the rows relative to the near side;
    `density` is how much of a row carries strokes.
    """

    angle: float = 0.0
    gap: float = 16.0
    length: float = 120.0
    width: float = 4.0
    density: float = 0.8
    fade: float = 1.0

    def strokes(self, box: Box, chance: random.Random) -> Iterable[str]:
        """The strokes that cover a box (x, y, width, height)."""
        x, y, wide, high = box
        middle = (x + wide / 2, y + high / 2)
        reach = math.hypot(wide, high) / 2
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        row = -reach
        while row < reach:
            weight = self.width * (1 + (self.fade - 1) * (row + reach) / (2 * reach))
            along = -reach - chance.uniform(0, self.length)
            while along < reach:
                length = self.length * chance.uniform(0.5, 1.4)
                drift = row + chance.uniform(-0.22, 0.22) * self.gap
                start = (middle[0] + along * cos - drift * sin, middle[1] + along * sin + drift * cos)
                swing = self.angle + chance.uniform(-1.5, 1.5)
                thick = weight * chance.uniform(0.6, 1.3)
                if start[0] < x + wide + 60 and x - 200 < start[0] and thick > 0.3:
                    yield taper(start, swing, length, thick, chance.uniform(-2, 2))
                along += length + length * (1 / self.density - 1) * chance.uniform(0.4, 1.6)
            row += self.gap


@dataclass
class Plate:
    """One colour's block. Methods return the plate so that cuts can be chained."""

    colour: str
    shift: Point = (0.0, 0.0)
    marks: list[str] = field(default_factory=list)
    clips: list[str] = field(default_factory=list)

    def ink(self, *paths: str) -> Plate:
        """Leave these shapes standing: they print."""
        self.marks.extend(f'<path d="{path}" fill="{self.colour}"/>' for path in paths)
        return self

    def cut(self, *paths: str) -> Plate:
        """Cut these shapes away: paper, or the ink below, shows."""
        self.marks.extend(f'<path d="{path}" fill="#fff"/>' for path in paths)
        return self

    def draw(self, path: str, width: float, cut: bool = False) -> Plate:
        """An even line along a path."""
        colour = "#fff" if cut else self.colour
        self.marks.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
        return self

    def work(self, path: str, box: Box, hatch: Hatch, cut: bool = True) -> Plate:
        """Work the inside of a path with gouge strokes."""
        name = f"c{self.colour[1:]}{len(self.clips)}"
        self.clips.append(f'<clipPath id="{name}"><path d="{path}"/></clipPath>')
        chance = random.Random(f"{box}{hatch}")
        strokes = "".join(hatch.strokes(box, chance))
        colour = "#fff" if cut else self.colour
        self.marks.append(f'<g clip-path="url(#{name})"><path d="{strokes}" fill="{colour}"/></g>')
        return self

    def svg(self) -> str:
        """The plate as a multiplied group."""
        dx, dy = self.shift
        return (
            f'<defs>{"".join(self.clips)}</defs>'
            f'<g style="mix-blend-mode:multiply;isolation:isolate" filter="url(#press)">'
            f'<g transform="translate({dx} {dy})">{"".join(self.marks)}</g></g>'
        )


# Rough edges, then two sizes of speckle where the ink did not take.
PRESS = """
<filter id="press" x="0" y="0" width="1800" height="1200" filterUnits="userSpaceOnUse"
 color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency=".03" numOctaves="2" seed="7" result="wave"/>
<feDisplacementMap in="SourceGraphic" in2="wave" scale="6" xChannelSelector="R"
 yChannelSelector="G" result="cut"/>
<feTurbulence type="fractalNoise" baseFrequency=".26" numOctaves="2" seed="11" result="fine"/>
<feColorMatrix in="fine" type="matrix"
 values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  0 0 0 -15 11.2" result="holes"/>
<feTurbulence type="fractalNoise" baseFrequency=".012 .02" numOctaves="3" seed="5" result="cloud"/>
<feColorMatrix in="cloud" type="matrix"
 values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  0 0 0 -.55 1.2" result="thin"/>
<feComposite in="cut" in2="holes" operator="in" result="speckled"/>
<feComposite in="speckled" in2="thin" operator="in"/>
</filter>"""


def printed(*plates: Plate) -> str:
    """The whole sheet as SVG: paper, then the plates in the order of printing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><defs>{PRESS}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<g style="isolation:auto">{"".join(plate.svg() for plate in plates)}</g></svg>'
    )
