"""The market hall: five arches, a clock turret and a roof with opinions."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math

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
)

BAYS = (330, 570, 810, 1050, 1290)


def sky(ochre: Plate) -> None:
    """Morning, worked level."""
    ochre.ink(rect(-10, -10, 1820, 900))
    ochre.work(rect(-10, -10, 1820, 900), (0, 0, 1800, 900), Hatch(0, 22, 280, 2, 0.8, 6))


def clear(shape: str, *plates: Plate) -> None:
    """Take a shape out of every plate."""
    for plate in plates:
        plate.cut(shape)


def neighbours(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Houses that crowd the square on both sides."""
    for x, wide, top in ((-40, 190, 420), (140, 150, 350), (1510, 160, 360), (1660, 190, 430)):
        wall = rect(x, top, wide, 600)
        clear(wall, ink, ochre, orange)
        ink.ink(wall)
        ink.work(wall, (x, top, wide, 600), Hatch(0, 21, 46, 2.4, 0.6))
        roof = poly((x - 14, top + 6), (x + wide / 2, top - 120), (x + wide + 14, top + 6))
        clear(roof, ink, ochre)
        orange.ink(roof)
        ink.work(roof, (x - 14, top - 120, wide + 28, 126), Hatch(0, 18, 30, 3, 0.7), cut=False)
        for row in range(3):
            for col in range(2):
                pane = rect(x + 26 + col * (wide - 92), top + 50 + row * 120, 38, 62)
                ink.cut(pane)
                ochre.cut(pane)


def roof(ink: Plate, orange: Plate, ochre: Plate) -> None:
    """Slates, and the places where there are none."""
    shape = poly((270, 560), (400, 330), (1400, 330), (1530, 560))
    clear(shape, ink, ochre)
    orange.ink(shape)
    for row in range(9):
        y = 356 + row * 24
        ink.draw(line((386 - row * 13, y), (1414 + row * 13, y)), 4)
        for step in range(38):
            x = 390 - row * 13 + step * 29 + (row % 2) * 14
            if x < 1410 + row * 13:
                ink.draw(line((x, y), (x - (900 - x) * 0.012, y + 22)), 3)
    for x, y in ((620, 452), (650, 476), (1180, 404), (1204, 428), (1166, 428), (470, 500)):
        ink.ink(rect(x, y, 30, 25))
    tarpaulin = smooth([(1010, 470), (1070, 448), (1150, 462), (1168, 520), (1120, 540), (1030, 536)], close=True)
    clear(tarpaulin, ink, orange)
    ink.draw(tarpaulin, 5).draw(line((1050, 458), (1066, 536)), 3).draw(line((1100, 456), (1116, 538)), 3)


def turret(ink: Plate, orange: Plate, ochre: Plate) -> None:
    """The clock, which is right about the hour."""
    clear(rect(826, 150, 148, 190), ink, ochre)
    ink.ink(rect(826, 150, 148, 190))
    ink.cut(disc(900, 236, 56)).draw(disc(900, 236, 46), 5)
    ink.draw(line((900, 236), (900, 202)), 7).draw(line((900, 236), (926, 252)), 7)
    for step in range(12):
        turn = math.radians(step * 30)
        ink.ink(disc(900 + 38 * math.cos(turn), 236 + 38 * math.sin(turn), 3.4))
    for x in (830, 874, 916, 960):
        ink.ink(rect(x, 76, 12, 78))
    orange.ink(smooth([(806, 84), (846, 44), (900, -6), (954, 44), (994, 84)]) + "Z")
    ochre.cut(smooth([(806, 84), (846, 44), (900, -6), (954, 44), (994, 84)]) + "Z", rect(842, 84, 118, 64))
    ink.ink(rect(806, 80, 188, 12), rect(806, 142, 188, 14))
    ink.ink(disc(900, 112, 22), rect(878, 112, 44, 16))


def hall(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Five bays of dark, and the pillars between."""
    front = rect(280, 555, 1240, 450)
    clear(front, ink, ochre, orange)
    ink.ink(rect(264, 552, 1272, 26)).draw(line((280, 1000), (280, 580)), 6).draw(line((1520, 1000), (1520, 580)), 6)
    for x in BAYS:
        ink.ink(arch(x, 1000, 200, 370))
        ink.draw(arch(x - 14, 1000, 228, 390), 4)
        ink.work(arch(x, 900, 200, 270), (x, 630, 200, 270), Hatch(90, 17, 80, 2.8, 0.5, 0.2))
        lantern = disc(x + 100, 730, 24)
        ink.cut(lantern).draw(line((x + 100, 636), (x + 100, 704)), 3, cut=True)
        ochre.ink(lantern)
    for row in range(12):
        ink.work(rect(284, 590 + row * 34, 1232, 30), (284, 590 + row * 34, 1232, 30), Hatch(0, 30, 26, 2, 0.14), cut=False)


def stall(x: float, plates: tuple[Plate, Plate, Plate], striped: bool) -> None:
    """An awning, a trestle and what is sold."""
    ink, ochre, orange = plates
    awning = poly((x, 850), (x + 40, 770), (x + 350, 770), (x + 390, 850))
    table = rect(x + 14, 960, 362, 120)
    for shape in (awning, table):
        clear(shape, *plates)
    for step in range(7):
        band = poly((x + 40 + step * 44.3, 770), (x + 84.3 + step * 44.3, 770),
                    (x + 55.7 + step * 55.7, 850), (x + step * 55.7, 850))
        scallop = disc(x + 27.8 + step * 55.7, 852, 27)
        clear(scallop, *plates)
        if step % 2 == 0:
            (orange if striped else ochre).ink(band, scallop)
    ink.draw(awning, 5).draw(line((x + 20, 860), (x + 20, 1090)), 9).draw(line((x + 370, 860), (x + 370, 1090)), 9)
    ink.draw(table, 5).work(table, (x + 14, 972, 362, 108), Hatch(90, 15, 90, 2.6, 0.7), cut=False)
    for step in range(11):
        fruit = disc(x + 40 + step * 31, 948 - (step % 2) * 20, 19)
        clear(fruit, *plates)
        (ochre if (step % 3 == 0) == striped else orange).ink(fruit)
        ink.draw(fruit, 4)


def people(ink: Plate) -> None:
    """Two customers and a dog, unhurried."""
    for x, high in ((842, 300), (1340, 270), (1420, 290)):
        top = 1110 - high
        ink.cut(smooth([(x - 64, 1116), (x - 50, top + 80), (x, top - 36), (x + 50, top + 80), (x + 64, 1116)]) + "Z")
        ink.ink(disc(x, top, 27, 1.15), rect(x - 30, top - 12, 62, 8))
        ink.ink(smooth([(x - 46, 1080), (x - 44, top + 90), (x - 18, top + 36), (x + 18, top + 36), (x + 44, top + 90), (x + 46, 1080)]) + "Z")
        ink.ink(rect(x - 26, 1070, 18, 50), rect(x + 8, 1070, 18, 50))
        ink.work(rect(x - 40, top + 60, 40, 200), (x - 40, top + 60, 40, 200), Hatch(86, 12, 60, 2.6, 0.6))
    dog = [(950, 1116), (948, 1064), (960, 1046), (1020, 1046), (1034, 1020), (1062, 1022), (1070, 1040), (1046, 1050),
           (1040, 1116), (1028, 1116), (1024, 1078), (968, 1078), (964, 1116)]
    ink.cut(disc(1000, 1066, 66, 0.8)).ink(poly(*dog)).draw(smooth([(950, 1060), (930, 1040), (926, 1020)]), 7)


def ground(ink: Plate, ochre: Plate) -> None:
    """Setts."""
    clear(rect(-10, 1000, 1820, 210), ink, ochre)
    ink.work(rect(-10, 1004, 1820, 210), (0, 1004, 1800, 210), Hatch(0, 25, 62, 5, 0.8, 1.9), cut=False)
    ochre.work(rect(-10, 1004, 1820, 210), (0, 1004, 1800, 210), Hatch(0, 37, 200, 15, 0.7), cut=False)


def draw() -> str:
    """The picture as SVG."""
    ochre, orange, ink = Plate(OCHRE, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    sky(ochre)
    neighbours(ink, ochre, orange)
    turret(ink, orange, ochre)
    roof(ink, orange, ochre)
    hall(ink, ochre, orange)
    ground(ink, ochre)
    for x, striped in ((60, True), (470, False), (1050, True)):
        stall(x, (ink, ochre, orange), striped)
    people(ink)
    for step in range(6):
        ink.ink(taper((230 + step * 30, 150 + 26 * math.sin(step * 2.4)), -24, 22, 4, 4))
        ink.ink(taper((230 + step * 30, 150 + 26 * math.sin(step * 2.4)), 204, 22, 4, -4))
    return printed(ochre, orange, ink)
