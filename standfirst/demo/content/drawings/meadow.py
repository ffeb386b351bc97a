"""Long Meadow from the church tower: carriers, willows, a heron and cattle."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
import random

from standfirst.demo.content.drawings.press import (
    INK,
    OCHRE,
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
    under,
)

COURSE = [(1030, 356), (1240, 392), (1130, 440), (720, 486), (560, 560), (860, 640), (1330, 720), (1390, 830), (1000, 930), (560, 1010), (380, 1130), (420, 1240)]


def sky(ochre: Plate, teal: Plate, ink: Plate) -> None:
    """A low morning and two hills."""
    ochre.ink(rect(-10, -10, 1820, 380))
    ochre.work(rect(-10, -10, 1820, 380), (0, 0, 1800, 380), Hatch(0, 23, 330, 12, 0.85, 0.15))
    ochre.cut(disc(1390, 190, 96))
    for ridge, plate in (([(-20, 300), (300, 236), (700, 300), (1100, 262), (1500, 312), (1820, 250)], teal),
                         ([(-20, 330), (400, 318), (900, 336), (1400, 316), (1820, 336)], ink)):
        ochre.cut(under(ridge, 400))
        plate.ink(under(ridge, 362))
    ink.work(rect(-10, 316, 1820, 46), (0, 316, 1800, 46), Hatch(90, 15, 26, 3, 0.7))


def ribbon(wide: float) -> str:
    """The river as a band that widens as it comes nearer."""
    left, right = [], []
    for (x, y), (fx, fy) in zip(COURSE, [*COURSE[1:], (440, 1330)], strict=True):
        far = ((y - 330) / 880) ** 1.15
        turn = math.atan2(fy - y, fx - x)
        reach = (6 + 104 * far) * wide
        left.append((x - reach * math.sin(turn), y + reach * math.cos(turn)))
        right.append((x + reach * math.sin(turn), y - reach * math.cos(turn)))
    return smooth(left) + "L" + smooth(right[::-1])[1:] + "Z"


def meadow(teal: Plate, ochre: Plate, ink: Plate) -> None:
    """Ridges and carriers, drowned in places."""
    teal.ink(rect(-10, 356, 1820, 860))
    ink.work(rect(-10, 370, 1820, 840), (0, 370, 1800, 840), Hatch(-4, 27, 110, 1.6, 0.4, 5), cut=False)
    ochre.work(rect(-10, 370, 1820, 840), (0, 370, 1800, 840), Hatch(-4, 46, 240, 7, 0.5, 2.5), cut=False)
    for step in range(8):
        y = 410 + step * step * 13
        side = [(-20, y + 26), (260, y + 4), (520 - step * 20, y + 20 + step * 5)]
        other = [(1820, y + 10), (1560, y + 22), (1330 + step * 10, y + 40)]
        for points in (side, other):
            for plate in (teal, ink, ochre):
                plate.draw(smooth(points), 5 + step * 2.6, cut=True)
            ink.draw(smooth([(x, py + 5 + step * 2) for x, py in points]), 2 + step * 0.6)


def river(teal: Plate, ochre: Plate, ink: Plate) -> None:
    """White water with a worked edge."""
    for plate in (teal, ochre, ink):
        plate.cut(ribbon(1.0))
    ink.draw(ribbon(1.02), 6)
    ink.work(ribbon(0.94), (340, 356, 1100, 860), Hatch(0, 25, 100, 3, 0.36, 2), cut=False)
    teal.work(ribbon(0.9), (340, 356, 1100, 860), Hatch(0, 30, 150, 7, 0.5, 1.6), cut=False)


def willow(ink: Plate, teal: Plate, at: tuple[float, float], size: float) -> None:
    """A pollard: a fist with hair."""
    x, y = at
    for plate in (ink, teal):
        plate.cut(disc(x, y - size * 1.5, size * 1.02, 0.92))
    ink.ink(smooth([(x - size * 0.26, y), (x - size * 0.17, y - size * 0.5), (x - size * 0.3, y - size), (x + size * 0.3, y - size), (x + size * 0.18, y - size * 0.5), (x + size * 0.3, y)]) + "Z")
    for step in range(25):
        turn = -186 + step * 8
        ink.ink(taper((x + (step - 12) * size * 0.02, y - size * 0.92), turn, size * (1.2 + 0.24 * math.sin(step * 5.1)), size * 0.045, (step - 12) * size * 0.012))
    ink.work(rect(x - size * 0.2, y - size, size * 0.2, size), (x - size * 0.2, y - size, size * 0.2, size), Hatch(88, 8, size * 0.4, 2.6, 0.6))


def cow(plates: tuple[Plate, Plate, Plate], at: tuple[float, float], size: float, turn: int) -> None:
    """A bullock, grazing."""
    ink = plates[0]
    x, y = at

    def place(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + turn * px * size, y + py * size) for px, py in points]

    body = place([(-50, -10), (-54, -58), (-40, -66), (30, -64), (48, -72), (64, -50), (86, -14), (78, 0), (64, -4), (52, -26),
                  (44, -14), (42, 36), (32, 36), (28, -8), (-22, -6), (-28, 36), (-38, 36), (-40, -8)])
    for plate in plates:
        plate.draw(poly(*body), 12 * size, cut=True)
    ink.ink(poly(*body))
    ink.cut(smooth(place([(-30, -54), (-8, -58), (2, -40), (-14, -26), (-32, -34)]), close=True))
    ink.draw(line(*place([(-53, -54), (-62, -20)])), 4 * size)


def heron(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """In the foreground, waiting for the account to be settled."""
    body = smooth([(1474, 1010), (1500, 920), (1570, 868), (1650, 880), (1690, 950), (1730, 1060), (1660, 1030), (1570, 1040)], close=True)
    neck = [(1524, 920), (1480, 850), (1524, 780), (1510, 706), (1470, 676)]
    bill = poly((1476, 650), (1476, 694), (1310, 690))
    legs = (line((1570, 1030), (1560, 1130), (1576, 1210)), line((1612, 1030), (1622, 1120), (1606, 1210)))
    for plate in (ink, teal, ochre):
        plate.cut(body, disc(1490, 674, 52)).draw(body, 24, cut=True).draw(smooth(neck), 66, cut=True).draw(bill, 20, cut=True)
        for leg in legs:
            plate.draw(leg, 30, cut=True)
    ink.draw(body, 8)
    for step in range(20):
        ink.ink(taper((1516 + step * 8, 908 + 10 * math.sin(step * 2) + step * 3), 52 - step, 130 - abs(step - 9) * 4, 6))
    ink.draw(smooth(neck), 42).draw(smooth(neck), 28, cut=True)
    ink.draw(smooth([(1530, 912), (1496, 850), (1532, 780), (1516, 716)]), 4)
    ink.ink(taper((1450, 662), 12, 170, 12, -10)).draw(disc(1490, 674, 32), 6).ink(disc(1478, 668, 6))
    ochre.ink(bill)
    ink.draw(bill, 6)
    for leg in legs:
        ink.draw(leg, 10)


def reeds(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """Close, on the left."""
    chance = random.Random(3)
    for _ in range(46):
        x, high = chance.uniform(-20, 330), chance.uniform(160, 470)
        ink.ink(taper((x, 1220), chance.uniform(-102, -76), high, 9, chance.uniform(-26, 26)))
    for x, y in ((60, 830), (150, 760), (236, 850), (296, 920)):
        for plate in (ink, teal, ochre):
            plate.draw(line((x, y), (x - 8, y + 84)), 44, cut=True)
        ink.draw(line((x - 4, y + 60), (x - 14, 1210)), 7).draw(line((x, y), (x - 8, y + 84)), 26)
        ochre.draw(line((x, y), (x - 8, y + 84)), 30)


def draw() -> str:
    """The picture as SVG."""
    teal, ochre, ink = Plate(TEAL, (-4, 3)), Plate(OCHRE, (4, -2)), Plate(INK)
    sky(ochre, teal, ink)
    meadow(teal, ochre, ink)
    river(teal, ochre, ink)
    for x, y, size in ((330, 420, 40), (470, 408, 34), (1500, 430, 44), (1660, 452, 52), (250, 600, 84), (1640, 700, 104), (1050, 590, 66), (760, 860, 110)):
        willow(ink, teal, (x, y), size)
    for x, y, scale, turn in ((430, 700, 0.8, 1), (330, 790, 1.0, -1), (610, 768, 0.9, 1), (1250, 560, 0.55, -1), (1370, 590, 0.6, 1)):
        cow((ink, teal, ochre), (x, y), scale, turn)
    heron(ink, teal, ochre)
    reeds(ink, teal, ochre)
    return printed(teal, ochre, ink)
