"""The library's great window at half past four in the afternoon."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
import random

from standfirst.demo.content.drawings.press import (
    INK,
    OCHRE,
    ORANGE,
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

LEFT, WIDE, FOOT, HIGH = 640, 820, 960, 820


def wall(ink: Plate) -> None:
    """A dark stone front, worked in courses."""
    ink.ink(rect(-10, -10, 1820, 1220))
    for row in range(15):
        y = row * 74
        ink.draw(line((-10, y), (1810, y)), 3, cut=True)
        for col in range(13):
            x = col * 150 + (row % 2) * 75
            ink.draw(line((x, y), (x, y + 74)), 3, cut=True)
    ink.work(rect(-10, -10, 1820, 1000), (0, 0, 1800, 1000), Hatch(0, 24, 70, 2.2, 0.3))


def window(ink: Plate, ochre: Plate) -> None:
    """The arch and its light."""
    ink.cut(arch(LEFT - 62, FOOT, WIDE + 124, HIGH + 62))
    for step in range(17):
        turn = math.radians(180 + step * 11.25)
        middle = (LEFT + WIDE / 2, FOOT - HIGH + WIDE / 2)
        near, far = WIDE / 2 + 18, WIDE / 2 + 60
        ink.draw(line((middle[0] + near * math.cos(turn), middle[1] + near * math.sin(turn)),
                      (middle[0] + far * math.cos(turn), middle[1] + far * math.sin(turn))), 4)
    ink.draw(arch(LEFT, FOOT, WIDE, HIGH), 24)
    ochre.ink(arch(LEFT, FOOT, WIDE, HIGH))


def shelves(ink: Plate, orange: Plate, ochre: Plate) -> None:
    """Four shelves of books, and a ladder."""
    chance = random.Random(31)
    for shelf in range(4):
        y = 356 + shelf * 130
        x: float = LEFT + 34 + (42 if shelf == 0 else 0)
        while x < LEFT + WIDE - 50 - (50 if shelf == 0 else 0):
            wide, high = chance.uniform(13, 32), chance.uniform(66, 104)
            spine = rect(x, y - high, wide, high)
            kind = chance.random()
            if kind < 0.36:
                ink.ink(spine)
                ink.cut(rect(x + 3, y - high + 14, wide - 6, 5), rect(x + 3, y - 22, wide - 6, 4))
            elif kind < 0.74:
                orange.ink(spine)
                ochre.cut(spine)
                ink.draw(line((x + wide, y), (x + wide, y - high)), 3)
            elif kind < 0.9:
                ochre.cut(spine)
                ink.draw(spine, 3)
            else:
                x += wide
            x += wide + 3
        ink.ink(rect(LEFT, y, WIDE, 11))
    ink.draw(line((1246, 250), (1310, 900)), 9).draw(line((1306, 250), (1374, 900)), 9)
    for step in range(9):
        ink.draw(line((1254 + step * 6.6, 310 + step * 66), (1316 + step * 6.6, 310 + step * 66)), 7)


def reader(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Somebody at a table who has not noticed the time."""
    ink.ink(rect(LEFT, 862, WIDE, 22), rect(LEFT, 740, WIDE, 9))
    for plate in (ink, orange):
        plate.cut(smooth([(744, 862), (752, 740), (782, 620), (850, 574), (934, 630), (960, 740), (1010, 862)]) + "Z")
    ink.ink(disc(866, 660, 50, 1.12), disc(822, 622, 24), taper((908, 664), 60, 26, 8))
    ink.ink(smooth([(756, 866), (766, 790), (800, 736), (850, 716), (900, 722), (936, 760), (1000, 842), (1000, 866)]) + "Z")
    book = poly((962, 862), (940, 786), (1016, 806), (1092, 786), (1076, 862))
    for plate in (ink, ochre, orange):
        plate.cut(book)
    ink.draw(book, 5).draw(line((1018, 808), (1018, 862)), 4)
    orange.ink(poly((1150, 800), (1180, 740), (1250, 740), (1280, 800)))
    ochre.cut(poly((1150, 800), (1180, 740), (1250, 740), (1280, 800)))
    ink.ink(rect(1208, 800, 12, 64), rect(1180, 856, 68, 8)).draw(poly((1150, 800), (1180, 740), (1250, 740), (1280, 800)), 5)


def bars(ink: Plate) -> None:
    """Mullions and a fan of glazing bars."""
    middle = LEFT + WIDE / 2
    for x in (LEFT + WIDE / 3, LEFT + 2 * WIDE / 3):
        ink.draw(line((x, FOOT), (x, 268)), 9)
    for y in (268, 520):
        ink.draw(line((LEFT, y), (LEFT + WIDE, y)), 9)
    for turn in (-150, -120, -90, -60, -30):
        rad = math.radians(turn)
        start = (middle + 130 * math.cos(rad), 550 + 420 * math.sin(rad))
        if start[1] < 268:
            ink.draw(line(start, (middle + 410 * math.cos(rad), 550 + 410 * math.sin(rad))), 7)
    ink.draw(line((middle - 130, 268), (middle - 92, 206), (middle, 180), (middle + 92, 206), (middle + 130, 268)), 7)


def street(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Snowless pavement, light on it, a bicycle left outside."""
    ink.cut(rect(LEFT - 90, FOOT, WIDE + 180, 34)).draw(rect(LEFT - 90, FOOT, WIDE + 180, 34), 6)
    pool = poly((LEFT - 20, 1040), (LEFT + WIDE + 20, 1040), (LEFT + WIDE + 190, 1210), (LEFT - 190, 1210))
    ink.work(pool, (LEFT - 190, 1040, WIDE + 380, 170), Hatch(0, 19, 170, 8, 0.8, 1.2))
    ochre.work(pool, (LEFT - 190, 1040, WIDE + 380, 170), Hatch(0, 19, 170, 8, 0.8, 1.2), cut=False)
    for x in (250, 520):
        wheel = disc(x, 1024, 96)
        ink.draw(wheel, 11, cut=True)
        for spoke in range(9):
            rad = math.radians(spoke * 20)
            ink.draw(line((x - 92 * math.cos(rad), 1024 - 92 * math.sin(rad)), (x + 92 * math.cos(rad), 1024 + 92 * math.sin(rad))), 1.8, cut=True)
    frame = line((250, 1024), (322, 880), (476, 880), (384, 1024), (250, 1024))
    ink.draw(frame, 13, cut=True).draw(line((384, 1024), (318, 850)), 13, cut=True)
    ink.draw(smooth([(520, 1024), (482, 900), (470, 830), (500, 812), (524, 824)]), 13, cut=True)
    ink.draw(line((290, 846), (348, 842)), 19, cut=True)
    orange.draw(frame, 9).draw(line((384, 1024), (318, 850)), 9)


def branch(ink: Plate, start: tuple[float, float], angle: float, length: float) -> None:
    """A bare tree, cut white out of the dark wall."""
    rad = math.radians(angle)
    end = (start[0] + length * math.cos(rad), start[1] + length * math.sin(rad))
    ink.draw(line(start, end), max(2.0, length / 11), cut=True)
    if length > 34:
        for turn, rate in ((-27, 0.76), (19, 0.8)):
            branch(ink, end, angle + turn + 9 * math.sin(length), length * rate)


def draw() -> str:
    """The picture as SVG."""
    ochre, orange, ink = Plate(OCHRE, (-4, 3)), Plate(ORANGE, (3, -2)), Plate(INK)
    wall(ink)
    branch(ink, (110, 1210), -82, 230)
    window(ink, ochre)
    shelves(ink, orange, ochre)
    reader(ink, ochre, orange)
    bars(ink)
    street(ink, ochre, orange)
    ink.work(under([(-10, 1130), (1810, 1130)]), (0, 1130, 1800, 70), Hatch(0, 22, 120, 3, 0.3))
    ink.cut(taper((LEFT - 60, 1008), 0, WIDE + 120, 3))
    return printed(ochre, orange, ink)
