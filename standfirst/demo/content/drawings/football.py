"""Tannery Lane on a Tuesday, with three of the four floodlights."""

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

MASTS = ((170, 90, True), (640, 240, True), (1150, 240, False), (1640, 90, True))


def night(ink: Plate) -> None:
    """Everything dark that is not lit."""
    ink.ink(rect(-10, -10, 1820, 730))
    ink.work(rect(-10, -10, 1820, 500), (0, 0, 1800, 500), Hatch(0, 30, 160, 3, 0.3))


def masts(ink: Plate, ochre: Plate, teal: Plate) -> None:
    """Four pylons; the one by the away end is out."""
    for x, top, lit in MASTS:
        size = 1.5 if top < 200 else 1.0
        if lit:
            beam = poly((x - 70 * size, top + 60), (x + 70 * size, top + 60), (x + 560 - x * 0.3, 860), (x - 560 + (1800 - x) * 0.3, 860))
            box = (0.0, top + 60.0, 1800.0, 800.0)
            hatch = Hatch(90 + (x - 900) * 0.028, 23, 330, 7, 0.62)
            ink.work(beam, box, hatch)
            ochre.work(beam, box, hatch, cut=False)
        for side in (-1, 1):
            ink.draw(line((x + side * 13 * size, top + 40), (x + side * 26 * size, 660)), 8 * size, cut=True)
            ink.draw(line((x + side * 13 * size, top + 40), (x + side * 26 * size, 660)), 4 * size)
        for step in range(11):
            y = top + 90 + step * 50
            ink.draw(line((x - 18 * size, y), (x + 20 * size, y + 46)), 3 * size, cut=True)
        frame = rect(x - 84 * size, top - 40 * size, 168 * size, 100 * size)
        ink.cut(frame).draw(frame, 6)
        for row in range(3):
            for col in range(5):
                lamp = disc(x + (col - 2) * 32 * size, top - 22 * size + row * 32 * size, 12 * size)
                (ochre if lit else ink).ink(lamp)
                ink.draw(lamp, 3)


def stand(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """The one covered stand: 212 seats and, tonight, people in them."""
    chance = random.Random(12)
    box = poly((250, 520), (1550, 520), (1600, 740), (200, 740))
    for plate in (ink, ochre):
        plate.cut(box)
    teal.ink(box)
    for row in range(5):
        y = 596 + row * 36
        x = 262 - row * 9.0
        while x < 1540 + row * 9:
            if chance.random() < 0.9:
                ink.ink(disc(x, y - 6, 11, 1.15), smooth([(x - 19, y + 34), (x - 15, y + 10), (x, y + 3), (x + 15, y + 10), (x + 19, y + 34)]) + "Z")
                if chance.random() < 0.24:
                    scarf = rect(x - 12, y + 2, 24, 8)
                    ink.cut(scarf)
                    teal.cut(scarf)
                    ochre.ink(scarf)
            x += chance.uniform(27, 34)
        ink.draw(line((250 - row * 10, y + 30), (1550 + row * 10, y + 30)), 3)
    roof = poly((200, 520), (280, 440), (1520, 440), (1600, 520))
    for plate in (ink, ochre):
        plate.cut(roof)
    ink.draw(roof, 6).work(roof, (200, 440, 1400, 80), Hatch(90, 21, 76, 5, 0.9), cut=False)
    ink.ink(rect(196, 514, 1408, 14))
    for x in (300, 600, 900, 1200, 1500):
        ink.ink(rect(x, 520, 12, 222))


def pitch(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """Mown in bands, soft in the corner."""
    teal.ink(rect(-10, 730, 1820, 480))
    for plate in (ink, ochre):
        plate.cut(rect(-10, 740, 1820, 470))
    for step in range(-4, 12, 2):
        far, near = 240 + step * 165, -700 + step * 400
        band = poly((far, 740), (far + 165, 740), (near + 400, 1210), (near, 1210))
        ink.work(band, (min(far, near), 740, 900, 470), Hatch(0, 15, 80, 3.2, 0.62, 2), cut=False)
    ink.ink(rect(-10, 730, 1820, 16))
    for mark in (line((-10, 836), (1810, 836)), line((560, 836), (430, 1010), (1810, 1010)), line((-10, 836), (-10, 840))):
        for plate in (ink, teal):
            plate.draw(mark, 9, cut=True)
    for plate in (ink, teal):
        plate.draw(smooth([(700, 1010), (780, 1066), (960, 1080), (1130, 1060), (1200, 1010)]), 9, cut=True)


def player(plates: tuple[Plate, Plate, Plate], at: tuple[float, float], size: float, joints: tuple[float, ...]) -> None:
    """A figure from angles: torso lean, arms, then thigh and shin of each leg."""
    ink, teal, ochre = plates
    lean, arm, other, thigh, shin, back, heel = (math.radians(turn) for turn in joints)

    def step(start: tuple[float, float], turn: float, length: float) -> tuple[float, float]:
        return start[0] + size * length * math.sin(turn), start[1] + size * length * math.cos(turn)

    hip = at
    neck = (hip[0] + size * 92 * math.sin(lean), hip[1] - size * 92 * math.cos(lean))
    head = (neck[0] + size * 30 * math.sin(lean), neck[1] - size * 32)
    knee, rear = step(hip, thigh, 72), step(hip, back, 72)
    limbs = ((line(hip, knee, step(knee, shin, 74)), 24), (line(hip, rear, step(rear, heel, 74)), 24),
             (line(neck, step(neck, arm, 50), step(step(neck, arm, 50), arm + 0.8, 44)), 17),
             (line(neck, step(neck, other, 50), step(step(neck, other, 50), other - 0.7, 44)), 17))
    for path, wide in (*limbs, (line(hip, neck), 54)):
        for plate in (ink, teal):
            plate.draw(path, (wide + 14) * size, cut=True)
    for path, wide in limbs:
        ink.draw(path, wide * size)
    ink.draw(line(hip, neck), 52 * size).ink(disc(*head, 22 * size, 1.15))
    shirt = line((hip[0], hip[1] - 16 * size), neck)
    ink.draw(shirt, 42 * size, cut=True)
    ochre.draw(shirt, 46 * size)


def net(ink: Plate, teal: Plate, ochre: Plate) -> None:
    """The near goal, seen from behind, and the ball on its way."""
    posts = line((1240, 1210), (1240, 690), (1810, 690))
    area = rect(1246, 694, 570, 520)
    for step in range(17):
        ink.draw(smooth([(1240 + step * 42, 690), (1230 + step * 44, 950), (1212 + step * 48, 1210)]), 2.6)
    for step in range(13):
        ink.draw(smooth([(1240, 720 + step * 42), (1520, 730 + step * 44), (1810, 722 + step * 42)]), 2.6)
    for plate in (ink, teal, ochre):
        plate.draw(posts, 30, cut=True)
    ink.draw(line((1256, 1210), (1256, 706), (1810, 706)), 4).draw(line((1224, 1210), (1224, 676), (1810, 676)), 4)
    teal.work(area, (1246, 694, 570, 520), Hatch(45, 60, 100, 1.5, 0.3))
    ball = disc(1010, 640, 34)
    for plate in (ink, teal, ochre):
        plate.cut(disc(1010, 640, 39))
    ink.draw(ball, 6).ink(poly((1004, 628), (1022, 632), (1022, 650), (1004, 654), (994, 641)))
    for turn in (-80, -8, 64, 136, 208):
        rad = math.radians(turn)
        ink.draw(line((1008 + 15 * math.cos(rad), 641 + 15 * math.sin(rad)), (1010 + 31 * math.cos(rad), 640 + 31 * math.sin(rad))), 4)
    for step in range(4):
        ink.cut(taper((962 - step * 5, 650 + step * 15), 152 + step * 5, 130 - step * 12, 4))


def draw() -> str:
    """The picture as SVG."""
    teal, ochre, ink = Plate(TEAL, (-4, 3)), Plate(OCHRE, (4, -2)), Plate(INK)
    night(ink)
    masts(ink, ochre, teal)
    stand(ink, teal, ochre)
    pitch(ink, teal, ochre)
    player((ink, teal, ochre), (690, 920), 1.25, (14, -70, 80, 66, 30, -46, -70))
    player((ink, teal, ochre), (360, 900), 1.0, (12, -30, 60, 30, -4, -30, -60))
    net(ink, teal, ochre)
    ink.cut(taper((620, 1090), 0, 110, 4))
    return printed(teal, ochre, ink)
