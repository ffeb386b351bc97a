"""The kitchen at Kiln Bank School, a quarter past ten."""

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

POTS = ((150, 330, 250), (560, 380, 330), (1420, 300, 230))


def wall(teal: Plate, ink: Plate) -> None:
    """Tiles to shoulder height and a tall window."""
    teal.ink(rect(-10, -10, 1820, 860))
    for row in range(12):
        teal.draw(line((-10, 20 + row * 74), (1810, 20 + row * 74)), 4, cut=True)
        for col in range(17):
            x = col * 112 + (row % 2) * 56
            teal.draw(line((x, 20 + row * 74), (x, 94 + row * 74)), 4, cut=True)
    pane = rect(1010, 70, 420, 430)
    teal.cut(rect(984, 44, 472, 482))
    ink.ink(pane)
    ink.work(pane, (1010, 70, 420, 430), Hatch(0, 17, 140, 8, 0.85, 0.25))
    ink.ink(rect(1060, 320, 120, 180), poly((1044, 324), (1120, 262), (1196, 324)), rect(1230, 360, 200, 140))
    for x in (1150, 1290):
        ink.draw(line((x, 70), (x, 500)), 15, cut=True)
    for y in (210, 355):
        ink.draw(line((1010, y), (1430, y)), 15, cut=True)
    ink.draw(rect(984, 44, 472, 482), 8).draw(line((966, 530), (1474, 530)), 17)


def rail(ink: Plate, teal: Plate, orange: Plate) -> None:
    """Ladles, skimmers, sieves."""
    ink.ink(rect(60, 96, 850, 15))
    for number, x in enumerate(range(110, 900, 96)):
        tool = number % 4
        for plate in (ink, teal):
            plate.draw(line((x, 112), (x, 300)), 30, cut=True)
        ink.draw(line((x, 104), (x, 300)), 11)
        bowl = disc(x, 336, 44) if tool != 1 else rect(x - 34, 290, 68, 104)
        teal.cut(disc(x, 336, 56) if tool != 1 else rect(x - 44, 280, 88, 124))
        if tool in (0, 2):
            orange.ink(bowl)
            ink.draw(bowl, 8)
        else:
            ink.ink(bowl)
        if tool == 3:
            for hole in range(12):
                turn = math.radians(hole * 30)
                ink.cut(disc(x + 27 * math.cos(turn), 336 + 27 * math.sin(turn), 6))
        if tool == 1:
            for slot in range(3):
                ink.cut(rect(x - 22 + slot * 18, 306, 9, 72))


def range_top(ink: Plate, teal: Plate, orange: Plate) -> None:
    """The range: eight burners, installed in 1994."""
    for plate in (ink, teal):
        plate.cut(rect(-10, 850, 1820, 360))
    ink.ink(rect(-10, 850, 1820, 34), rect(-10, 900, 1820, 310))
    ink.work(rect(-10, 1050, 1820, 160), (0, 1050, 1800, 160), Hatch(0, 24, 190, 4, 0.6))
    for x in range(90, 1800, 230):
        ink.cut(disc(x, 968, 38)).ink(disc(x, 968, 29)).draw(line((x, 968), (x + 13, 944)), 9, cut=True)
    for x, wide, _ in POTS:
        for step in range(int(wide // 34)):
            flame = taper((x + 20 + step * 34, 856), -90, 46, 15, 4)
            ink.cut(flame)
            teal.cut(flame)
            orange.ink(flame)


def pots(ink: Plate, teal: Plate, orange: Plate) -> None:
    """Carrot, lentil, carrot."""
    for number, (x, wide, high) in enumerate(POTS):
        top = 830 - high
        body = poly((x, top), (x + wide, top), (x + wide - 8, 832), (x + 8, 832))
        lid = disc(x + wide / 2, top, wide / 2, 0.17)
        for plate in (ink, teal, orange):
            plate.cut(body, lid)
        orange.ink(lid)
        if number == 1:
            orange.ink(body)
        ink.draw(body, 9).work(body, (x, top, wide, high), Hatch(90, 17, 150, 6, 0.8, 0.15), cut=False)
        ink.work(body, (x + wide * 0.72, top, wide * 0.3, high), Hatch(90, 14, 200, 10, 0.95), cut=False)
        ink.draw(lid, 9)
        ink.work(lid, (x, top - 40, wide, 80), Hatch(0, 15, 50, 4, 0.6), cut=False)
        for side in (x - 16, x + wide + 16):
            ink.draw(smooth([(side, top + 74), (side + (16 if side > x else -16), top + 100), (side, top + 128)]), 17)
        steam(teal, ink, (x + wide / 2, top - 26))


def steam(teal: Plate, ink: Plate, at: tuple[float, float]) -> None:
    """Rising in three cut ribbons."""
    for step in (-1, 0, 1):
        left, right = [], []
        for up in range(10):
            x = at[0] + step * 74 + (20 + 5 * up) * math.sin(up * 0.95 + step * 1.3)
            wide = 17 * math.sin(math.pi * (up + 0.3) / 9.6)
            left.append((x - wide, at[1] - up * 44))
            right.append((x + wide, at[1] - up * 44))
        ribbon = smooth(left) + "L" + smooth(right[::-1])[1:] + "Z"
        teal.cut(ribbon)
        ink.cut(ribbon)


def cook(ink: Plate, teal: Plate, orange: Plate) -> None:
    """Stirring with both hands."""
    body = smooth([(1030, 880), (1040, 660), (1062, 520), (1130, 456), (1240, 456), (1312, 520), (1340, 660), (1350, 880)]) + "Z"
    for plate in (ink, teal, orange):
        plate.draw(body, 34, cut=True).draw(disc(1186, 366, 66, 1.3), 34, cut=True)
        plate.cut(body, disc(1186, 366, 66, 1.3))
    ink.ink(body).work(body, (1030, 456, 320, 430), Hatch(82, 20, 110, 3.4, 0.5))
    ink.ink(disc(1186, 392, 54, 1.14), rect(1160, 420, 52, 50))
    cap = smooth([(1126, 368), (1136, 300), (1190, 276), (1244, 300), (1250, 366)]) + "Z"
    ink.cut(cap)
    orange.ink(cap)
    ink.draw(cap, 6)
    apron = poly((1130, 560), (1246, 560), (1290, 880), (1092, 880))
    ink.cut(apron)
    ink.draw(line((1134, 560), (1104, 470)), 11, cut=True).draw(line((1242, 560), (1270, 470)), 11, cut=True)
    ink.draw(line((1092, 700), (1040, 690)), 8, cut=True).work(apron, (1092, 560, 200, 320), Hatch(88, 19, 90, 3, 0.5), cut=False)
    for arm in (line((1080, 510), (990, 560), (890, 420)), line((1110, 560), (990, 640), (876, 462))):
        for plate in (ink, teal, orange):
            plate.draw(arm, 64, cut=True)
        ink.draw(arm, 46)
    spoon = line((920, 330), (852, 508))
    for plate in (ink, orange):
        plate.draw(spoon, 34, cut=True)
    ink.draw(spoon, 17).ink(disc(890, 414, 27), disc(874, 462, 27))


def draw() -> str:
    """The picture as SVG."""
    teal, orange, ink = Plate(TEAL, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    wall(teal, ink)
    rail(ink, teal, orange)
    range_top(ink, teal, orange)
    pots(ink, teal, orange)
    cook(ink, teal, orange)
    return printed(teal, orange, ink)
