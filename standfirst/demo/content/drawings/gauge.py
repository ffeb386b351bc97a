"""The gauge board at Pinder's Bridge, at the level that matters."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math

from standfirst.demo.content.drawings.press import (
    INK,
    ORANGE,
    TEAL,
    Hatch,
    Plate,
    disc,
    line,
    poly,
    printed,
    rect,
    smooth,
    taper,
)

# Seven-segment numerals would be wrong on enamel: these are cut by hand.
NUMERALS = {
    "4": [(0, 60), (44, 0), (62, 0), (62, 58), (76, 58), (76, 74), (62, 74), (62, 100), (42, 100), (42, 74), (0, 74)],
    "2": [(4, 26), (14, 6), (38, 0), (64, 8), (72, 30), (60, 54), (30, 82), (74, 82), (74, 100), (0, 100), (0, 84),
          (44, 44), (52, 30), (46, 17), (36, 15), (26, 20), (22, 32)],
    "3": [(2, 22), (14, 4), (38, 0), (62, 6), (70, 26), (58, 47), (74, 68), (64, 92), (38, 100), (12, 95), (0, 76),
          (20, 70), (26, 82), (38, 85), (50, 80), (53, 68), (46, 57), (26, 55), (26, 41), (44, 39), (50, 28), (46, 17),
          (36, 14), (26, 18), (22, 28)],
}


def numeral(figure: str, x: float, y: float, size: float) -> str:
    """A numeral as a path."""
    return poly(*((x + px * size, y + py * size) for px, py in NUMERALS[figure]))


def sky(teal: Plate, orange: Plate, ink: Plate) -> None:
    """Heavy weather over the far bank."""
    orange.ink(rect(-10, -10, 1820, 640))
    orange.work(rect(-10, -10, 1820, 640), (0, 0, 1800, 640), Hatch(0, 24, 330, 3, 0.85, 6))
    cloud = [(-20, -20), (-20, 210), (160, 262), (330, 220), (520, 286), (760, 232), (1000, 280), (1240, 216), (1480, 262),
             (1680, 214), (1820, 250), (1820, -20)]
    orange.cut(smooth(cloud) + "Z")
    ink.ink(smooth(cloud) + "Z")
    ink.work(smooth(cloud) + "Z", (0, -20, 1800, 320), Hatch(-7, 22, 190, 6, 0.72, 1.2))
    hill = [(-20, 560), (200, 520), (480, 546), (800, 500), (1100, 530), (1400, 486), (1640, 516), (1820, 500), (1820, 660), (-20, 660)]
    orange.cut(smooth(hill) + "Z")
    ink.ink(smooth(hill) + "Z")
    for x in (90, 150, 215, 1290, 1350, 1400, 1560, 1640, 1720):
        ink.ink(poly((x - 30, 530), (x - 30, 486), (x, 456), (x + 30, 486), (x + 30, 530)))
        ink.cut(rect(x - 12, 494, 10, 14), rect(x + 6, 494, 10, 14))
    for step in range(16):
        ink.cut(taper((120 + step * 118, 250 + 20 * math.sin(step * 3)), 106, 150 + 60 * math.sin(step * 1.7), 4))
        ink.ink(taper((150 + step * 118, 240), 106, 190 + 60 * math.sin(step * 2.7), 3))


def water(teal: Plate, ink: Plate, orange: Plate) -> None:
    """The river in spate, in long cuts."""
    orange.cut(rect(-10, 620, 1820, 600))
    ink.cut(rect(-10, 640, 1820, 600))
    teal.ink(rect(-10, 622, 1820, 600))
    for row in range(19):
        y = 646 + row * 31
        crest = [(x, y + (7 + row * 1.5) * math.sin(x / (70 + row * 9) + row * 1.9)) for x in range(-20, 1840, 36)]
        thick = 4 + row * 1.0
        ink.ink(smooth(crest) + "L" + smooth([(x, py + thick * (0.6 + 0.6 * math.sin(x / 130 + row))) for x, py in reversed(crest)])[1:] + "Z")
        if row % 2:
            teal.draw(smooth([(x, py - 9) for x, py in crest]), 4 + row * 0.3, cut=True)


def board(ink: Plate, teal: Plate, orange: Plate) -> None:
    """Enamel, black on white, a metre between the large numerals."""
    post, plate_shape = rect(742, 60, 70, 1080), rect(800, 80, 300, 1010)
    for plate in (ink, teal, orange):
        plate.cut(post, rect(786, 66, 328, 1036))
    ink.ink(post).work(post, (742, 60, 70, 1080), Hatch(90, 13, 150, 3.4, 0.7))
    ink.draw(plate_shape, 10)
    for step in range(50):
        y = 96 + step * 20
        if step % 10 < 5 and step % 2 == 0:
            ink.ink(rect(806, y, 84, 20))
        elif step % 10 >= 5 and step % 2:
            ink.ink(rect(890, y, 48, 20))
    for figure, y in (("4", 110), ("3", 430), ("2", 750)):
        ink.ink(numeral(figure, 962, y, 1.32))
    for y in (92, 1072):
        for x in (820, 1080):
            ink.ink(disc(x, y + 6, 9))


def mark(ink: Plate, teal: Plate, orange: Plate) -> None:
    """3.42: where it stood at twenty to five."""
    arrow = poly((1128, 372), (1200, 330), (1200, 356), (1560, 356), (1560, 388), (1200, 388), (1200, 414))
    for plate in (ink, teal, orange):
        plate.cut(arrow)
    ink.ink(arrow)
    band = rect(796, 364, 308, 17)
    orange.ink(band)
    ink.cut(band)


def flow(ink: Plate, teal: Plate) -> None:
    """The river parts at the board."""
    for step in range(9):
        for side in (-1, 1):
            start = (950 + side * (170 + step * 10), 1080 - step * 24)
            ink.cut(taper(start, 90 - side * (66 - step * 3), 190 - step * 8, 11, side * 14))
            teal.cut(taper(start, 90 - side * (66 - step * 3), 120, 6, side * 14))
    for plate in (ink, teal):
        plate.cut(smooth([(720, 1110), (790, 1060), (950, 1046), (1110, 1060), (1190, 1110), (1110, 1090), (950, 1080), (800, 1090)], close=True))
    ink.draw(line((742, 1096), (1112, 1096)), 5)


def draw() -> str:
    """The picture as SVG."""
    teal, orange, ink = Plate(TEAL, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    sky(teal, orange, ink)
    water(teal, ink, orange)
    board(ink, teal, orange)
    mark(ink, teal, orange)
    flow(ink, teal)
    return printed(teal, orange, ink)
