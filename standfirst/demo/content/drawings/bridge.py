"""Pinder's Bridge with one lorry on it, and the Old Town behind."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
import random

from standfirst.demo.content.drawings.press import (
    INK,
    ORANGE,
    TEAL,
    Hatch,
    Plate,
    arch,
    disc,
    line,
    poly,
    printed,
    rect,
    smooth,
    taper,
    under,
)

SPANS = ((70, 250), (395, 290), (760, 320), (1150, 290), (1510, 250))
ROAD = [(-20, 690), (300, 640), (700, 602), (930, 594), (1160, 602), (1540, 640), (1820, 690)]


def town(orange: Plate, ink: Plate, teal: Plate) -> None:
    """Gables climbing the hill to the church."""
    chance = random.Random(4)
    teal.ink(under([(-20, 470), (400, 330), (900, 215), (1300, 310), (1820, 470)], 720))
    for row, (base, low) in enumerate(((430, 560), (500, 300), (570, 60), (640, -20))):
        x = float(low)
        while x < 1800 - low:
            wide, high = chance.uniform(90, 150), chance.uniform(56, 90)
            top = base - high - 60 + abs(x - 900) * 0.13
            foot = top + high + 130
            ridge = x + wide * chance.choice((0.5, 0.5, 0.34))
            wall, roof = rect(x, top + 46, wide, foot - top), poly((x - 8, top + 52), (ridge, top), (x + wide + 8, top + 52))
            for plate in (orange, ink):
                plate.cut(wall, roof)
            teal.cut(wall, roof)
            if (row + int(x)) % 3:
                orange.ink(roof)
            else:
                ink.ink(roof)
            ink.draw(line((x, top + 52), (x, foot)), 4).draw(line((x + wide, top + 52), (x + wide, foot)), 4)
            for step in range(int(wide // 38)):
                ink.ink(rect(x + 14 + step * 38, top + 66, 13, 22))
            if int(x) % 4 == 0:
                teal.ink(wall)
            x += wide + chance.uniform(-6, 8)


def church(ink: Plate) -> None:
    """The tower, which is how everybody tells where they are."""
    ink.ink(rect(858, 120, 84, 230), poly((850, 126), (900, -30), (950, 126)))
    ink.cut(arch(884, 200, 32, 56), rect(878, 232, 44, 8))
    ink.work(rect(864, 130, 26, 220), (864, 130, 26, 220), Hatch(90, 9, 70, 2, 0.6))


def bridge(ink: Plate, orange: Plate, teal: Plate) -> None:
    """Five spans, cutwaters and a parapet."""
    body = under(ROAD, 905)
    for plate in (ink, orange, teal):
        plate.cut(body)
    ink.ink(body)
    ink.work(body, (0, 640, 1800, 280), Hatch(0, 27, 60, 3.2, 0.72))
    ink.draw(smooth([(x, y + 42) for x, y in ROAD]), 7, cut=True)
    for x, wide in SPANS:
        rise = 215 - abs(x + wide / 2 - 915) * 0.06
        ring = arch(x - 22, 905, wide + 44, rise + 24)
        ink.cut(ring).ink(arch(x - 12, 905, wide + 24, rise + 13))
        ink.cut(arch(x, 905, wide, rise))
        teal.ink(arch(x, 905, wide, rise))
        ink.work(arch(x, 905, wide, rise), (x, 905 - rise, wide, rise), Hatch(0, 15, 130, 5, 0.8, 0.1), cut=False)
    for x in (357, 722, 1115, 1475):
        ink.ink(poly((x - 42, 930), (x - 34, 760), (x, 735), (x + 34, 760), (x + 42, 930)))
        ink.draw(line((x, 742), (x, 925)), 5, cut=True)
        ink.work(rect(x - 40, 770, 38, 150), (x - 40, 770, 38, 150), Hatch(0, 17, 34, 3, 0.8))


def lorry(ink: Plate, orange: Plate, teal: Plate) -> None:
    """Twenty-six tonnes, westbound."""
    box, cab = rect(1010, 452, 270, 132), poly((930, 590), (930, 522), (954, 478), (1004, 478), (1004, 590))
    for plate in (ink, orange, teal):
        plate.cut(box, cab)
    orange.ink(box)
    ink.ink(cab, rect(1000, 580, 284, 16))
    ink.cut(poly((942, 526), (960, 492), (990, 492), (990, 526)))
    ink.draw(line((1010, 452), (1280, 452), (1280, 584), (1010, 584), (1010, 452)), 6)
    for x in range(1034, 1276, 24):
        ink.draw(line((x, 460), (x, 578)), 2.5)
    for x in (962, 1068, 1218, 1262):
        ink.ink(disc(x, 596, 24)).cut(disc(x, 596, 9))


def river(ink: Plate, teal: Plate, orange: Plate) -> None:
    """The reflection, broken into strokes."""
    teal.ink(rect(-10, 900, 1820, 310))
    for x, wide in SPANS:
        for step in range(13):
            y = 918 + step * 21
            half = wide / 2 * math.sqrt(max(0.02, 1 - (step / 13) ** 2)) * (0.9 + 0.14 * math.sin(step * 5 + x))
            teal.cut(taper((x + wide / 2 - half, y), 0, half * 2, 8))
    ink.work(rect(-10, 905, 1820, 300), (0, 905, 1800, 300), Hatch(0, 19, 160, 9, 0.55, 0.35), cut=False)
    for step in range(7):
        mark = taper((985 + 18 * math.sin(step * 4), 1010 + step * 24), 0, 260 - step * 20, 8)
        orange.ink(mark)
        teal.cut(mark)
    ink.draw(line((-10, 912), (1810, 908)), 8)


def draw() -> str:
    """The picture as SVG."""
    teal, orange, ink = Plate(TEAL, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    sky = rect(-10, -10, 1820, 520)
    teal.work(sky, (0, 0, 1800, 520), Hatch(0, 24, 300, 13, 0.85, 0.05), cut=False)
    church(ink)
    town(orange, ink, teal)
    bridge(ink, orange, teal)
    lorry(ink, orange, teal)
    river(ink, teal, orange)
    return printed(teal, orange, ink)
