"""Sheep Meadow allotments after the water: rows, a shed and a tide line."""

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
    disc,
    line,
    poly,
    printed,
    rect,
    smooth,
    taper,
    under,
)

HORIZON = 470


def sky(teal: Plate, orange: Plate, ink: Plate) -> None:
    """A pale sky, poplars, and the river too close."""
    teal.work(rect(-10, -10, 1820, 480), (0, 0, 1800, 480), Hatch(0, 25, 320, 12, 0.8, 0.1), cut=False)
    orange.ink(disc(360, 200, 84))
    ink.ink(under([(-10, 452), (500, 440), (1100, 450), (1810, 436)], HORIZON + 8))
    for x, high in ((1010, 210), (1080, 250), (1150, 228), (1216, 190), (1650, 240), (1726, 270)):
        tree = smooth([(x - 6, 460), (x - 34, 400), (x - 24, 460 - high * 0.8), (x, 460 - high), (x + 24, 460 - high * 0.8), (x + 34, 400), (x + 6, 460)]) + "Z"
        ink.ink(tree)
        ink.work(tree, (x - 40, 460 - high, 80, high), Hatch(80, 11, 42, 2.8, 0.55))


def beds(teal: Plate, ink: Plate) -> None:
    """Furrows running to one point."""
    teal.ink(rect(-10, HORIZON, 1820, 740))
    for step in range(-13, 22):
        near, far = step * 190, 800 + step * 17
        teal.cut(poly((far - 2, HORIZON + 4), (far + 3, HORIZON + 4), (near + 52, 1210), (near - 20, 1210)))
        ink.ink(poly((far + 2, HORIZON + 4), (far + 6, HORIZON + 4), (near + 104, 1210), (near + 40, 1210)))


def cabbages(teal: Plate, ink: Plate) -> None:
    """Heads that grow as they come nearer."""
    for step in range(-9, 14):
        if step % 3 == 2:
            continue
        for row in range(9):
            depth = (row / 8.2) ** 2.1
            y = HORIZON + 26 + depth * 690
            part = (y - HORIZON) / 740
            x = (800 + step * 17) * (1 - part) + (step * 190 - 36) * part
            size = 5 + 66 * part
            if -90 < x < 1890:
                cabbage(teal, ink, (x, y), size)


def cabbage(teal: Plate, ink: Plate, at: tuple[float, float], size: float) -> None:
    """One head."""
    x, y = at
    ink.cut(disc(x, y, size * 1.12, 0.76))
    teal.cut(disc(x, y, size * 1.12, 0.76)).ink(disc(x, y, size, 0.74))
    ink.draw(disc(x, y, size, 0.74), max(1.5, size / 15))
    for turn in range(7):
        rad = math.radians(turn * 51 + x)
        tip = (x + size * 0.86 * math.cos(rad), y + size * 0.62 * math.sin(rad))
        ink.draw(smooth([(x, y - size * 0.05), (x + size * 0.5 * math.cos(rad + 0.35), y + size * 0.36 * math.sin(rad + 0.35)), tip]), max(1.2, size / 18))
    teal.cut(disc(x - size * 0.15, y - size * 0.12, size * 0.24, 0.8))


def shed(ink: Plate, orange: Plate, teal: Plate) -> None:
    """Number 31, with the line the flood left on it."""
    front, side = poly((1290, 330), (1420, 230), (1550, 330), (1550, 690), (1290, 690)), poly((1120, 380), (1290, 330), (1290, 690), (1120, 640))
    roof = poly((1100, 384), (1236, 256), (1424, 214), (1300, 334))
    far = poly((1410, 216), (1432, 212), (1578, 340), (1552, 346))
    for shape in (front, side, roof, far):
        for plate in (ink, orange, teal):
            plate.cut(shape)
    orange.ink(front, side)
    ink.ink(roof, far)
    ink.work(roof, (1100, 214, 330, 180), Hatch(-40, 20, 90, 3, 0.7))
    for x in range(1316, 1550, 32):
        ink.draw(line((x, 690), (x, 350)), 3)
    for x in range(1146, 1290, 29):
        ink.draw(line((x, 372 - (x - 1146) * 0.3), (x, 650)), 3)
    ink.ink(rect(1376, 440, 96, 250)).work(rect(1376, 440, 96, 250), (1376, 440, 96, 250), Hatch(90, 18, 120, 3, 0.7))
    ink.ink(rect(1150, 438, 92, 84))
    orange.cut(rect(1158, 446, 34, 30), rect(1200, 446, 34, 30), rect(1158, 484, 34, 30), rect(1200, 484, 34, 30))
    ink.cut(rect(1158, 446, 34, 30), rect(1200, 446, 34, 30), rect(1158, 484, 34, 30), rect(1200, 484, 34, 30))
    ink.work(poly((1120, 566), (1290, 588), (1550, 588), (1550, 690), (1290, 690), (1120, 640)), (1120, 560, 440, 130), Hatch(0, 12, 90, 5, 0.75), cut=False)
    ink.draw(line((1120, 566), (1290, 590), (1550, 588)), 6)


def beans(ink: Plate, orange: Plate) -> None:
    """A row of poles, still standing."""
    chance = random.Random(6)
    for step in range(6):
        x, foot, high = 120 + step * 118, 720 - step * 42, 400 - step * 50
        ink.draw(line((x - 50, foot), (x + 14, foot - high)), 8 - step * 0.7).draw(line((x + 56, foot - 4), (x - 12, foot - high)), 8 - step * 0.7)
        for _ in range(46):
            up = chance.uniform(0.12, 0.98)
            side = chance.choice((-1, 1)) * (52 * (1 - up))
            at = (x + side + chance.uniform(-10, 10), foot - high * up)
            ink.ink(taper(at, chance.uniform(20, 160), chance.uniform(20, 40) * (1 - step * 0.08), 11 - step))
        for _ in range(6):
            orange.ink(disc(x + chance.uniform(-44, 44), foot - high * chance.uniform(0.2, 0.8), 7))
    ink.draw(line((120, 326), (710, 366)), 5)


def tools(ink: Plate, orange: Plate, teal: Plate) -> None:
    """A fork left standing and a can."""
    for plate in (ink, teal):
        plate.draw(line((1560, 640), (1612, 1040)), 34, cut=True)
    ink.draw(line((1556, 610), (1606, 960)), 17).draw(line((1518, 610), (1594, 600)), 19)
    ink.draw(line((1556, 980), (1662, 962)), 15)
    for step in range(4):
        ink.draw(line((1560 + step * 33, 978 - step * 5), (1576 + step * 33, 1104 - step * 5)), 10)
    can = poly((1300, 930), (1452, 930), (1468, 1110), (1284, 1110))
    spout, ring = poly((1300, 1050), (1150, 914), (1170, 900), (1304, 990)), smooth([(1318, 930), (1330, 820), (1430, 820), (1440, 930)])
    for plate in (ink, teal):
        plate.cut(can, spout, disc(1376, 1110, 96, 0.3)).draw(ring, 30, cut=True)
    orange.ink(can, spout).draw(ring, 16)
    ink.draw(can, 6).draw(spout, 6).draw(line((1294, 1010), (1460, 1010)), 5).draw(line((1140, 926), (1182, 888)), 15)
    ink.work(can, (1400, 930, 60, 180), Hatch(88, 11, 80, 5, 0.7), cut=False)


def draw() -> str:
    """The picture as SVG."""
    teal, orange, ink = Plate(TEAL, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    sky(teal, orange, ink)
    beds(teal, ink)
    cabbages(teal, ink)
    shed(ink, orange, teal)
    beans(ink, orange)
    tools(ink, orange, teal)
    return printed(teal, orange, ink)
