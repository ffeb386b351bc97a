"""The crank of the middle gate, chained, with its padlock."""

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

CENTRE = (760.0, 600.0)


def ray(turn: float, radius: float) -> tuple[float, float]:
    """A point on a circle about the wheel's centre; degrees, pixels."""
    rad = math.radians(turn)
    return CENTRE[0] + radius * math.cos(rad), CENTRE[1] + radius * math.sin(rad)


def ground(ochre: Plate) -> None:
    """Light from one side, cut as rays."""
    ochre.ink(rect(-10, -10, 1820, 1220))
    for step in range(72):
        start = ray(step * 5, 560 + 60 * math.sin(step * 2.6))
        ochre.cut(taper(start, step * 5, 640 + 200 * math.sin(step * 1.3), 11))


def wheel(ink: Plate, ochre: Plate) -> None:
    """Twenty-four teeth, six spokes."""
    for plate in (ink, ochre):
        plate.cut(disc(*CENTRE, 516))
    ink.ink(disc(*CENTRE, 446))
    for tooth in range(24):
        turn = tooth * 15
        ink.ink(poly(ray(turn - 4.6, 436), ray(turn - 2.6, 500), ray(turn + 2.6, 500), ray(turn + 4.6, 436)))
    for spoke in range(6):
        start, end = spoke * 60 + 8, spoke * 60 + 52
        arc = [ray(start + (end - start) * k / 8, 330) for k in range(9)]
        ink.cut(poly(ray(spoke * 60 + 13, 150), *arc, ray(spoke * 60 + 47, 150)))
        ochre.ink(poly(ray(spoke * 60 + 13, 150), *arc, ray(spoke * 60 + 47, 150)))
    for step in range(120):
        ink.cut(taper(ray(step * 3, 356 + (step % 3) * 7), step * 3, 62 - (step % 4) * 8, 3.4))
    for step in range(40):
        ink.cut(taper(ray(step * 9, 66), step * 9, 50 + (step % 3) * 12, 3))
    ink.cut(disc(*CENTRE, 58)).ink(disc(*CENTRE, 48)).cut(disc(*CENTRE, 15))
    for spoke in range(6):
        for edge in (-4, 4):
            ink.draw(line(ray(spoke * 60 + edge * 2.2, 150), ray(spoke * 60 + edge, 326)), 2.5, cut=True)


def crank(ink: Plate, ochre: Plate) -> None:
    """The arm and its wooden grip."""
    arm = line(CENTRE, (1180, 380), (1240, 370))
    for plate in (ink, ochre):
        plate.draw(arm, 104, cut=True)
    ink.draw(arm, 76).draw(line((790, 574), (1170, 374)), 6, cut=True)
    ink.work(poly((760, 560), (1180, 345), (1200, 420), (780, 630)), (760, 340, 440, 300), Hatch(-28, 15, 120, 3, 0.5))
    grip = poly((1216, 310), (1560, 282), (1586, 306), (1588, 420), (1560, 446), (1216, 432))
    for plate in (ink, ochre):
        plate.cut(poly((1190, 286), (1590, 256), (1616, 300), (1616, 430), (1590, 474), (1190, 456)))
    ink.draw(grip, 10).work(grip, (1216, 282, 380, 170), Hatch(-2, 15, 190, 5, 0.75), cut=False)
    ink.ink(disc(*CENTRE, 62)).cut(disc(*CENTRE, 50)).ink(disc(*CENTRE, 42)).cut(disc(*CENTRE, 12))


def chain(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Galvanised, bought new."""
    path = [(388 + step * 66, 770 + 150 * math.sin(step * 0.29)) for step in range(11)]
    for number, (x, y) in enumerate(path):
        link = disc(x, y, 46, 0.62) if number % 2 == 0 else rect(x - 30, y - 9, 60, 18)
        for plate in (ink, ochre, orange):
            plate.draw(link, 34, cut=True)
        ink.draw(link, 17)
        if number % 2 == 0:
            ink.draw(smooth([(x - 34, y - 14), (x, y - 29), (x + 34, y - 14)]), 3, cut=True)


def padlock(ink: Plate, ochre: Plate, orange: Plate) -> None:
    """Brass-coloured, and the key was on a hook in another building."""
    body, shackle = rect(640, 930, 250, 210), arch(686, 950, 158, 170)
    for plate in (ink, ochre, orange):
        plate.cut(rect(620, 910, 290, 250)).draw(shackle, 62, cut=True)
    ink.draw(shackle, 36).draw(arch(680, 930, 170, 164), 4, cut=True)
    orange.ink(body)
    ink.draw(body, 10).work(body, (780, 930, 110, 210), Hatch(90, 15, 120, 6, 0.8), cut=False)
    ink.ink(disc(765, 1020, 27), poly((756, 1020), (774, 1020), (784, 1094), (746, 1094)))
    for x, y in ((660, 950), (870, 950), (660, 1120), (870, 1120)):
        ink.ink(disc(x, y, 6))


def post(ink: Plate, ochre: Plate) -> None:
    """The rack and its timber, on the left."""
    timber = rect(60, -10, 210, 1220)
    for plate in (ink, ochre):
        plate.cut(rect(40, -10, 262, 1220))
    ink.ink(timber).work(timber, (60, -10, 210, 1220), Hatch(90, 17, 240, 5, 0.75))
    for tooth in range(20):
        ink.ink(poly((268, tooth * 65 - 8), (322, tooth * 65 + 6), (322, tooth * 65 + 30), (268, tooth * 65 + 44)))
    for y in (160, 620, 1060):
        ink.cut(disc(164, y, 31)).ink(disc(164, y, 23)).draw(line((150, y - 8), (178, y + 8)), 5, cut=True)


def draw() -> str:
    """The picture as SVG."""
    ochre, orange, ink = Plate(OCHRE, (-4, 3)), Plate(ORANGE, (4, -2)), Plate(INK)
    ground(ochre)
    wheel(ink, ochre)
    post(ink, ochre)
    crank(ink, ochre)
    chain(ink, ochre, orange)
    padlock(ink, ochre, orange)
    return printed(ochre, orange, ink)
