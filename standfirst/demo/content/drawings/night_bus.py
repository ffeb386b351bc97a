"""The 22:40 on Kiln Bank in the rain."""

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
)

WINDOWS = ((420, 190), (628, 190), (836, 190), (1044, 190), (1252, 150))


STREET = ((-30, 250, 300), (230, 170, 360), (410, 210, 250), (640, 160, 330), (810, 260, 210),
          (1080, 190, 310), (1280, 170, 240), (1460, 220, 350), (1690, 180, 270))


def night(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """A dark street of gables, three of them awake."""
    ink.ink(rect(-10, -10, 1820, 1220))
    for number, (x, wide, top) in enumerate(STREET):
        house = poly((x, 1000), (x, top), (x + wide / 2, top - 110), (x + wide, top), (x + wide, 1000))
        ink.cut(house)
        teal.ink(house)
        ink.work(house, (x, top - 110, wide, 1100 - top), Hatch(90, 15, 150, 7, 0.86), cut=False)
        ink.draw(line((x - 10, top + 4), (x + wide / 2, top - 114), (x + wide + 10, top + 4)), 12)
        for column in (0.24, 0.62):
            pane = rect(x + wide * column, top + 40, 34, 52)
            ink.ink(pane)
            if (number, column) in ((1, 0.62), (4, 0.24), (7, 0.24)):
                ink.cut(pane)
                teal.cut(pane)
                ochre.ink(pane)


def lamp(ink: Plate, ochre: Plate, teal: Plate) -> None:
    """A street lamp and its cone of rain."""
    cone = poly((1478, 250), (1562, 250), (1830, 1010), (1210, 1010))
    ochre.work(cone, (1210, 250, 620, 760), Hatch(104, 17, 120, 4, 0.55, 1), cut=False)
    ink.work(cone, (1210, 250, 620, 760), Hatch(104, 17, 120, 5, 0.55, 1))
    teal.work(cone, (1210, 250, 620, 760), Hatch(104, 17, 120, 5, 0.55, 1))
    pole = line((1716, 1010), (1716, 220), (1690, 190), (1600, 196), (1522, 236))
    for plate in (ink, teal):
        plate.draw(pole, 26, cut=True)
    ink.draw(pole, 13)
    ochre.ink(poly((1482, 236), (1560, 236), (1548, 262), (1494, 262)))
    for plate in (ink, teal):
        plate.cut(poly((1482, 238), (1560, 238), (1548, 262), (1494, 262)))


def coach(ink: Plate, ochre: Plate, teal: Plate) -> None:
    """The bus: a lit room going past."""
    body = smooth([(372, 920), (350, 700), (366, 430), (430, 392), (900, 384), (1400, 388), (1468, 420),
                   (1500, 640), (1508, 850), (1490, 930), (900, 936)], close=True)
    for plate in (ink, teal, ochre):
        plate.cut(body)
    ink.draw(body, 12)
    teal.ink(rect(362, 770, 1140, 150))
    teal.cut(rect(362, 800, 1140, 10))
    ink.work(rect(362, 820, 1140, 96), (362, 820, 1140, 96), Hatch(0, 17, 200, 4, 0.7), cut=False)
    ink.ink(rect(400, 440, 1070, 232))
    panes = [rect(x, 452, wide, 206) for x, wide in WINDOWS]
    glass = [*panes, poly((1420, 452), (1452, 456), (1478, 658), (1420, 658)), rect(640, 398, 420, 34)]
    ink.cut(*glass)
    ochre.ink(*glass)
    ink.draw(line((664, 415), (1036, 415)), 6)
    ink.draw(line((376, 712), (1494, 712)), 5).draw(line((366, 768), (1500, 768)), 5)
    ochre.ink(disc(1474, 838, 24), poly((1490, 820), (1810, 770), (1810, 985), (1490, 860)))
    ink.cut(disc(1474, 838, 23), poly((1512, 822), (1810, 776), (1810, 990), (1512, 858)))
    teal.cut(disc(1474, 838, 24), poly((1512, 822), (1810, 776), (1810, 990), (1512, 858)))


def riders(ink: Plate) -> None:
    """People going home, each looking at something else."""
    for x, lean, hat in ((470, -4, 0), (556, 6, 1), (700, 0, 2), (905, -8, 1), (985, 4, 0), (1150, 2, 2), (1330, 0, 1)):
        ink.ink(disc(x, 556, 29, 1.14))
        ink.ink(smooth([(x - 62 + lean, 662), (x - 48 + lean, 606), (x - 14, 588), (x + 16, 588), (x + 50 + lean, 606), (x + 62 + lean, 662)]) + "Z")
        if hat == 1:
            ink.ink(smooth([(x - 34, 546), (x - 22, 516), (x + 20, 514), (x + 34, 544)]) + "Z", rect(x - 40, 540, 76, 9))
        if hat == 2:
            ink.ink(disc(x, 518, 13), smooth([(x - 30, 560), (x - 34, 590), (x + 32, 590), (x + 30, 552)]) + "Z")
    for x, _ in WINDOWS[1:]:
        ink.draw(line((x - 9, 452), (x - 9, 658)), 6)
    ink.draw(line((430, 476), (1250, 476)), 4)


def wheels(ink: Plate, teal: Plate) -> None:
    """Two axles and the spray they throw."""
    for x in (590, 1262):
        teal.cut(disc(x, 925, 92))
        ink.cut(disc(x, 925, 92)).ink(disc(x, 928, 78)).cut(disc(x, 928, 42)).ink(disc(x, 928, 28))
        for step in range(12):
            turn = 180 + step * 8
            ink.cut(taper((x - 70, 985), turn, 60 + 50 * math.sin(step * 2.1) ** 2, 5))


def road(ink: Plate, ochre: Plate, teal: Plate) -> None:
    """Wet tarmac gives the windows back."""
    chance = random.Random(22)
    ink.ink(rect(-10, 996, 1820, 220))
    teal.work(rect(-10, 990, 1820, 220), (0, 990, 1800, 220), Hatch(0, 24, 160, 6, 0.5, 0.6), cut=False)
    for x, wide in (*WINDOWS, (1440, 200)):
        for step in range(10):
            y = 1006 + step * 21
            mark = taper((x + chance.uniform(-24, 20), y), 0, wide * chance.uniform(0.5, 1.05), 7.5)
            ink.cut(mark)
            teal.cut(mark)
            ochre.ink(mark)
    ink.work(rect(-10, 990, 1820, 220), (0, 990, 1800, 220), Hatch(0, 29, 90, 4, 0.35))


def rain(ink: Plate) -> None:
    """Falling a little from the left."""
    chance = random.Random(9)
    for _ in range(210):
        at = (chance.uniform(-60, 1800), chance.uniform(-40, 1000))
        if not (360 < at[0] < 1500 and 340 < at[1] < 930):
            ink.cut(taper(at, 104, chance.uniform(36, 84), 2.6))


def draw() -> str:
    """The picture as SVG."""
    teal, ochre, ink = Plate(TEAL, (-4, 3)), Plate(OCHRE, (4, -2)), Plate(INK)
    night(ink, teal, ochre)
    lamp(ink, ochre, teal)
    rain(ink)
    coach(ink, ochre, teal)
    riders(ink)
    wheels(ink, teal)
    road(ink, ochre, teal)
    return printed(teal, ochre, ink)
