"""Tansy Sluice at first light: three gates, all of them shut."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
from itertools import pairwise

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
    taper,
)

POSTS = (210, 660, 1110, 1560)
DECK = 560


def sky(teal: Plate, orange: Plate) -> None:
    """A low sun behind the middle gate and a worked sky."""
    teal.ink(rect(-10, -10, 1820, 700))
    teal.work(rect(-10, -10, 1820, 560), (0, 0, 1800, 560), Hatch(0, 20, 260, 1.0, 0.78, 9))
    teal.cut(disc(1225, 400, 205))
    orange.ink(disc(1225, 400, 205))
    orange.work(rect(1000, 430, 450, 200), (1000, 430, 450, 200), Hatch(0, 22, 150, 3, 0.6, 2.4))


def far_bank(ink: Plate, teal: Plate) -> None:
    """Pollard willows and the roofs of the town across the flood."""
    teal.ink(rect(-10, 560, 1820, 70))
    roofs = [(-20, 560), (-20, 500), (40, 470), (95, 505), (130, 478), (185, 512), (240, 505),
             (250, 430), (262, 300), (276, 430), (300, 432), (300, 500), (350, 468), (410, 508),
             (470, 480), (530, 520), (600, 505), (680, 540), (680, 575), (-20, 575)]
    ink.ink(poly(*roofs))
    for x, high in ((770, 70), (905, 88), (1480, 84), (1680, 96), (1770, 74)):
        ink.ink(poly((x - 9, 575), (x - 6, 575 - high * 0.55), (x + 7, 575 - high * 0.55), (x + 10, 575)))
        for step in range(15):
            angle = -170 + step * 11.5
            ink.ink(taper((x, 575 - high * 0.5), angle, high * (0.8 + 0.25 * math.sin(step * 7)), 3.2))
    for x in (60, 160, 330, 440):
        ink.cut(rect(x, 520, 11, 14))


def gear(ink: Plate, x: float) -> None:
    """Rack, cog and crank above one gate."""
    ink.ink(rect(x - 15, 215, 30, 350))
    for tooth in range(15):
        ink.cut(rect(x + 3, 228 + tooth * 22, 15, 11))
    centre, radius = (x + 58, 430), 56
    ink.ink(disc(*centre, radius))
    for tooth in range(18):
        turn = math.radians(tooth * 20)
        tip = (centre[0] + 64 * math.cos(turn), centre[1] + 64 * math.sin(turn))
        ink.ink(disc(*tip, 8.5))
    ink.cut(disc(*centre, 38))
    for spoke in range(3):
        turn = math.radians(20 + spoke * 60)
        dx, dy = 42 * math.cos(turn), 42 * math.sin(turn)
        ink.draw(line((centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)), 11)
    ink.ink(disc(*centre, 14)).cut(disc(*centre, 5))
    ink.draw(line(centre, (x + 120, 480), (x + 150, 480)), 13)
    ink.ink(poly((x + 20, 565), (x + 40, 440), (x + 76, 440), (x + 96, 565)))
    ink.work(rect(x + 20, 440, 80, 120), (x + 20, 440, 80, 120), Hatch(90, 15, 60, 1.6, 0.6))


def deck(ink: Plate) -> None:
    """The footbridge that carries the gear, with its rail."""
    ink.ink(rect(-10, DECK, 1820, 44))
    ink.work(rect(-10, DECK + 14, 1820, 22), (0, DECK + 14, 1800, 22), Hatch(0, 11, 190, 2.4, 0.8))
    for x in range(30, 1800, 150):
        ink.ink(rect(x, 452, 10, 110))
    ink.draw(line((-10, 456), (1810, 452)), 9).draw(line((-10, 508), (1810, 506)), 5)


def gates(ink: Plate, teal: Plate) -> None:
    """Heavy posts, and planked gates with water standing to the top."""
    teal.ink(rect(-10, 604, 1820, 390))
    for left, right in pairwise(POSTS):
        ink.ink(rect(left, 664, right - left, 330))
        planks = round((right - left) / 50)
        for plank in range(1, planks):
            x = left + plank * (right - left) / planks
            ink.draw(line((x, 668), (x + 2, 990)), 4, cut=True)
        area = (left + 30, 664, right - left - 60, 330)
        ink.work(rect(*area), area, Hatch(90, 12, 110, 2.2, 0.5))
        for y in (720, 900):
            ink.ink(rect(left, y, right - left, 34)).draw(line((left, y), (right, y)), 4, cut=True)
    for x in POSTS:
        ink.ink(rect(x - 34, 540, 68, 520)).draw(line((x + 32, 610), (x + 34, 984)), 5, cut=True)
        ink.work(rect(x - 26, 610, 34, 430), (x - 26, 610, 34, 430), Hatch(90, 12, 130, 2.6, 0.75))
    ink.work(rect(-10, 606, 1820, 52), (0, 606, 1800, 52), Hatch(0, 10, 170, 2.6, 0.5), cut=False)


def spill(ink: Plate, teal: Plate) -> None:
    """What comes over the top, and the pool below."""
    for left, right in pairwise(POSTS):
        for step in range(16):
            x = left + 48 + step * (right - left - 96) / 15
            drop = 170 + 150 * math.sin(step * 2.3 + left) ** 2 + 60 * math.sin(step)
            ink.cut(taper((x, 630), 90, drop, 15 + 6 * math.sin(step * 1.7), 3))
            teal.cut(taper((x + 2, 652), 90, drop * 0.62, 8, 3))
    for plate in (ink, teal):
        plate.ink(rect(-10, 985, 1820, 225))
    ink.work(rect(-10, 985, 1820, 220), (0, 985, 1800, 220), Hatch(0, 20, 200, 7.5, 0.8, 0.35))
    teal.work(rect(-10, 985, 1820, 90), (0, 985, 1800, 90), Hatch(0, 16, 130, 5, 0.5, 0.4))


def banks(ink: Plate, teal: Plate, orange: Plate) -> None:
    """Masonry on both sides, and the sun in the pool."""
    for x, wide in ((-10, 190), (1594, 220)):
        ink.ink(rect(x, 604, wide, 400))
        for row in range(6):
            y = 640 + row * 60
            ink.draw(line((x, y), (x + wide, y + 3)), 5, cut=True)
            for col in range(3):
                ex = x + 30 + col * 84 + (row % 2) * 40
                ink.draw(line((ex, y), (ex, y + 58)), 5, cut=True)
    for step in range(9):
        y, width = 1004 + step * 23, 300 - step * 17 + 40 * math.sin(step * 3)
        mark = taper((1222 - width / 2, y), 0, width, 9, 1)
        ink.cut(mark)
        teal.cut(mark)
        orange.ink(mark)


def draw() -> str:
    """The picture as SVG."""
    teal, orange, ink = Plate(TEAL, (-4, 3)), Plate(ORANGE, (4, -3)), Plate(INK)
    sky(teal, orange)
    far_bank(ink, teal)
    deck(ink)
    gates(ink, teal)
    for x in (435, 885, 1335):
        gear(ink, x)
    spill(ink, teal)
    banks(ink, teal, orange)
    return printed(teal, orange, ink)
