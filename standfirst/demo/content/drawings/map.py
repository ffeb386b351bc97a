"""Sallowford on the night of 18-19 October: where the water went, and where it could have gone."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import math
import random
from itertools import pairwise

from standfirst.demo.content.drawings.press import (
    INK,
    ORANGE,
    PAPER,
    Point,
    disc,
    line,
    poly,
    rect,
    smooth,
)
from standfirst.demo.content.drawings.sheet import (
    DEEP,
    LAND,
    QUIET,
    RIVER,
    filled,
    page,
    stroke,
    words,
)

WIDTH, HEIGHT = 2000, 1500
KILOMETRE = 690
# With this seed the houses inside the flood line are as many as were flooded: 56.
SEED = 28
COURSE: list[Point] = [(2080, 400), (1840, 448), (1640, 470), (1450, 560), (1210, 640), (980, 770), (760, 846), (570, 985),
                       (390, 1190), (180, 1330), (-80, 1410)]
CUT: list[Point] = [(1450, 556), (1340, 424), (1110, 384), (880, 440), (726, 590), (668, 740), (652, 905)]
MEADOW: list[Point] = [(1412, 548), (1330, 446), (1110, 408), (896, 462), (750, 604), (696, 740), (690, 846), (770, 812),
                       (970, 738), (1200, 608)]
FLOOD: list[Point] = [(1810, 470), (1640, 500), (1660, 560), (1600, 640), (1470, 690), (1330, 762), (1190, 850), (1060, 930),
                      (930, 968), (800, 985), (700, 1050), (610, 1130), (520, 1180), (390, 1250), (270, 1330), (200, 1320),
                      (310, 1254), (430, 1130), (590, 968), (680, 896), (760, 838), (980, 762), (1210, 632), (1450, 552), (1640, 462)]
STREETS: dict[str, list[Point]] = {
    "bridge": [(640, 1560), (655, 1330), (690, 1130), (694, 900), (600, 640), (520, 330), (470, -60)],
    "weir": [(694, 1010), (830, 930), (1010, 850), (1240, 716), (1400, 640)],
    "tanner": [(700, 1082), (860, 1010), (1040, 930), (1220, 830), (1330, 760)],
    "market": [(690, 1150), (820, 1120), (960, 1070), (1120, 1010), (1300, 930), (1560, 860), (2060, 780)],
    "church": [(660, 1290), (800, 1260), (960, 1200), (1130, 1140), (1330, 1060), (1480, 1040)],
    "kiln": [(1300, 930), (1340, 1070), (1400, 1240), (1440, 1560)],
    "back": [(650, 1420), (840, 1390), (1020, 1320), (1200, 1270), (1390, 1220)],
    "lane1": [(830, 930), (870, 1010), (910, 1090), (960, 1200), (1020, 1320), (1040, 1560)],
    "lane2": [(1040, 850), (1060, 925), (1120, 1010), (1150, 1130), (1200, 1270)],
    "lane3": [(1240, 716), (1240, 826), (1300, 930)],
    "lane4": [(800, 1122), (800, 1260), (840, 1390), (850, 1560)],
    "west": [(690, 1150), (560, 1250), (420, 1370), (320, 1560)],
    "tenter": [(600, 640), (470, 620), (330, 560), (240, 440), (250, 290), (360, 220), (510, 300)],
    "tenter2": [(330, 560), (400, 470), (390, 340), (250, 290)],
    "tenter3": [(400, 470), (540, 440)],
    "asker": [(520, 330), (800, 250), (1100, 230), (1500, 250), (2060, 180)],
}


def inside(at: Point, area: list[Point]) -> bool:
    """Whether a point lies in a polygon."""
    hit = False
    for (ax, ay), (bx, by) in zip(area, [*area[1:], area[0]], strict=True):
        if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
            hit = not hit
    return hit


def gap(at: Point, path: list[Point]) -> float:
    """The distance from a point to a broken line."""
    best = 9e9
    for (ax, ay), (bx, by) in pairwise(path):
        part = ((at[0] - ax) * (bx - ax) + (at[1] - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        part = max(0.0, min(1.0, part))
        best = min(best, math.hypot(at[0] - ax - part * (bx - ax), at[1] - ay - part * (by - ay)))
    return best


def frontage(start: Point, end: Point, chance: random.Random, breadth: float) -> list[tuple[Point, str]]:
    """Houses on both sides of one length of street: their middles and outlines."""
    houses = []
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    for side in (-1, 1):
        along = 9.0
        while along < length - 12:
            wide, deep, back = chance.uniform(10, 22) * breadth, chance.uniform(13, 20), chance.uniform(11, 14)
            corners = [(along + a * wide, side * (back + b * deep)) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
            outline = [(start[0] + a * ux - b * uy, start[1] + a * uy + b * ux) for a, b in corners]
            middle = (sum(x for x, _ in outline) / 4, sum(y for _, y in outline) / 4)
            houses.append((middle, poly(*outline)))
            along += wide + (chance.uniform(1, 3) if chance.random() < 0.75 else chance.uniform(10, 26))
    return houses


def buildings() -> tuple[list[str], list[str]]:
    """Dry and flooded houses."""
    chance = random.Random(SEED)
    dry: list[str] = []
    wet: list[str] = []
    for name, path in STREETS.items():
        for start, end in pairwise(path):
            if (name in ("asker", "west") and chance.random() < 0.6) or (name == "bridge" and end[1] < 900 and end[1] > 320):
                continue
            breadth = 2.35 if name in ("weir", "tanner", "lane3") else 1.0
            for middle, outline in frontage(start, end, chance, breadth):
                others = [way for key, way in STREETS.items() if key != name]
                if min(gap(middle, way) for way in others) > 19 and gap(middle, COURSE) > 34 and gap(middle, CUT) > 30:
                    (wet if inside(middle, FLOOD) else dry).append(outline)
    return dry, wet


def relief() -> str:
    """Contours of the hill that the Old Town stands on."""
    marks = []
    for step, height in enumerate((35, 30, 25, 20)):
        ring = [(960 + (210 + step * 115) * math.cos(turn / 8 * math.pi) * (1 + 0.1 * math.sin(turn * 2)),
                 1235 + (92 + step * 50) * math.sin(turn / 8 * math.pi) * (1 + 0.1 * math.cos(turn * 3))) for turn in range(16)]
        marks.append(stroke(smooth(ring, close=True), "#c7b48a", 1.8))
        marks.append(words(ring[1][0], ring[1][1], str(height), "font-size:15px;fill:#9b8654", "middle"))
    north = [[(-20, 150 - k * 44), (300, 120 - k * 40), (800, 130 - k * 44), (1300, 100 - k * 34), (2020, 60 - k * 40)] for k in range(3)]
    return "".join(marks) + "".join(stroke(smooth(ridge), "#c7b48a", 1.8) for ridge in north)


def meadow() -> str:
    """The ground that was made to be flooded."""
    chance = random.Random(5)
    tufts: list[str] = []
    while len(tufts) < 74:
        at = (chance.uniform(700, 1410), chance.uniform(410, 840))
        if inside(at, MEADOW) and not (850 < at[0] < 1250 and 520 < at[1] < 650):
            tufts.append("".join(line((at[0] + k * 5, at[1]), (at[0] + k * 8, at[1] - 11 + abs(k) * 3)) for k in (-1, 0, 1)))
    carriers = [[(1330 - k * 115, 440 - k * 4 + k * k * 9), (1300 - k * 112, 520 + k * 30), (1270 - k * 108, 600 + k * 44)] for k in range(5)]
    return (
        filled(smooth(MEADOW, close=True), "#dfe3c0") + stroke("".join(tufts), "#7f9465", 2)
        + "".join(stroke(smooth(way), RIVER, 3) for way in carriers)
        + stroke(smooth(MEADOW, close=True), DEEP, 3, "3 9")
    )


def water() -> str:
    """The river, the Cut and the flood."""
    hatch = (
        '<defs><pattern id="wet" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(-32)">'
        f'<rect width="9" height="9" fill="{RIVER}" fill-opacity=".34"/><path d="M0 4.5H9" stroke="{DEEP}" '
        'stroke-opacity=".5" stroke-width="1.3"/></pattern></defs>'
    )
    return (
        hatch + f'<path d="{smooth(FLOOD, close=True)}" fill="url(#wet)"/>'
        + stroke(smooth(COURSE), DEEP, 42) + stroke(smooth(COURSE), RIVER, 37)
        + stroke(smooth(CUT), DEEP, 13) + stroke(smooth(CUT), RIVER, 9)
    )


def streets() -> str:
    """Casings first, so that crossings stay open."""
    ways = [(smooth(path), 15 if name in ("bridge", "market", "asker") else 10) for name, path in STREETS.items()]
    path = stroke(smooth([(2060, 610), (1800, 640), (1600, 760), (1420, 860)]), "#b7a67e", 3, "12 7")
    return path + "".join(stroke(way, "#bfae86", wide + 4) for way, wide in ways) + "".join(stroke(way, "#fffaf0", wide) for way, wide in ways)


def places() -> str:
    """Bridge, sluice, and what people steer by."""
    bridge = stroke(line((683, 826), (676, 932)), INK, 4) + stroke(line((704, 820), (702, 932)), INK, 4)
    sluice = filled(disc(1452, 556, 25), PAPER) + filled(disc(1452, 556, 20), ORANGE) + stroke(line((1441, 545), (1441, 567)) + line((1452, 543), (1452, 569)) + line((1463, 545), (1463, 567)), PAPER, 4)
    plots = "".join(filled(poly((x, y), (x + 30, y - 14), (x + 38, y + 2), (x + 8, y + 16)), "#9fb07a") for x, y in (
        (1500 + a * 42 - b * 4, 610 - a * 19 + b * 24) for a in range(3) for b in range(3)))
    ground = filled(poly((1560, 930), (1720, 902), (1742, 1010), (1582, 1038)), "#c4d2a2") + stroke(
        poly((1574, 938), (1712, 914), (1730, 1002), (1592, 1026)) + line((1643, 926), (1661, 1014)) + disc(1652, 970, 18), PAPER, 3)
    hall = filled(poly((866, 1128), (920, 1112), (932, 1150), (878, 1166)), INK)
    church = filled(rect(984, 1098, 42, 20) + rect(995, 1086, 16, 44), INK)
    school = filled(poly((1444, 1100), (1520, 1086), (1528, 1120), (1490, 1128), (1494, 1150), (1456, 1156)), INK)
    gauge = filled(disc(724, 872, 11), PAPER) + filled(disc(724, 872, 8), INK)
    return bridge + plots + ground + hall + church + school + gauge + sluice


def label(x: float, y: float, text: str, style: str) -> str:
    """Lettering with a halo."""
    return words(x, y, text, f"{style};paint-order:stroke;stroke:{PAPER};stroke-width:7px;stroke-linejoin:round", "middle")


def names() -> str:
    """Places large to small."""
    town, small = "font-size:25px;font-weight:600", "font-size:20px;font-weight:500"
    wet = f"font-family:Newsreader;font-style:italic;fill:{DEEP}"
    parts = [label(*spot, town) for spot in ((1150, 1190, "Old Town"), (1000, 905, "Weir End"), (360, 400, "Tenter Fields"), (1512, 1300, "Kiln Bank"))]
    parts += [label(*spot, small) for spot in (
        (900, 1192, "Market Hall"), (1006, 1068, "St Audrey’s"), (1470, 1188, "School kitchen"), (1650, 1064, "Tannery Lane ground"),
        (1690, 590, "Sheep Meadow"), (1690, 615, "allotments"), (530, 846, "Pinder’s Bridge"), (530, 871, "and gauge"), (870, 232, "Asker Road"), (1900, 756, "Hobbin Road"))]
    parts.append(label(1060, 566, "Long Meadow", f"{wet};font-size:44px;font-weight:500"))
    parts.append(label(1060, 606, "38 hectares, room for 410,000 m³", f"{wet};font-size:25px"))
    parts.append(label(1164, 352, "The Cut", f"{wet};font-size:27px"))
    parts.append(label(1520, 424, "Tansy Sluice", f"font-size:27px;font-weight:700;fill:{'#b3401d'}") + stroke(line((1490, 436), (1462, 524)), "#b3401d", 2.5))
    parts.append(f'<defs><path id="upper" d="{smooth(COURSE[:4][::-1])}"/><path id="lower" d="{smooth(COURSE[-5:][::-1])}"/></defs>')
    for ref, start in (("upper", "46%"), ("lower", "30%")):
        parts.append(f'<text style="{wet};font-size:31px;fill:#12403f" dy="9"><textPath href="#{ref}" startOffset="{start}">River Wend</textPath></text>')
    return "".join(parts)


def key() -> str:
    """Legend, scale and north."""
    x, y = 1578, 1196
    rows = ((stroke(line((0, 0), (46, 0)), RIVER, 16), "River and Cut"),
            (f'<rect y="-13" width="46" height="26" fill="url(#wet)"/><rect y="-13" width="46" height="26" fill="none" stroke="{ORANGE}" stroke-width="3" stroke-dasharray="9 6"/>', "Flooded, and the flood line"),
            (filled(rect(4, -9, 16, 18) + rect(24, -9, 18, 18), ORANGE), "Homes and businesses flooded: 56"),
            (f'<rect y="-13" width="46" height="26" fill="#dfe3c0" stroke="{DEEP}" stroke-width="3" stroke-dasharray="3 8"/>', "Water meadow, dry until 05:25"),
            (stroke(line((0, 0), (46, 0)), "#c7b48a", 2), "Height in metres"))
    marks = [f'<rect x="{x}" y="{y}" width="398" height="274" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>']
    for number, (sample, text) in enumerate(rows):
        marks.append(f'<g transform="translate({x + 22} {y + 38 + number * 38})">{sample}</g>' + words(x + 84, y + 45 + number * 38, text, "font-size:19px"))
    half, at = KILOMETRE / 2, y + 240
    marks.append(filled(rect(x + 22, at, half / 2, 9), INK) + stroke(rect(x + 22, at, half, 9), INK, 2))
    for share, text in ((0, "0"), (0.5, "250"), (1, "500 m")):
        marks.append(words(x + 22 + half * share, at - 9, text, "font-size:16px", "start" if share == 0 else "middle" if share < 1 else "end"))
    north = filled(poly((1900, 74), (1928, 164), (1900, 144)), INK) + stroke(poly((1900, 74), (1928, 164), (1900, 144), (1872, 164)), INK, 3)
    return "".join(marks) + north + label(1900, 60, "N", "font-size:27px;font-weight:700")


def draw() -> str:
    """The map as SVG."""
    dry, wet = buildings()
    title = (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="{INK}" stroke-width="10"/>'
         f'<g transform="translate(44 66)">{words(0, 0, "The night the meadow stayed dry", "font-family:Newsreader;font-size:50px;font-weight:600")}'
        + words(0, 36, "Sallowford, 18–19 October 2026. Flood line from 61 wrack marks levelled on 20–22 October.", f"font-size:20px;fill:{QUIET}") + "</g>"
    )
    panel = f'<rect x="5" y="5" width="990" height="118" fill="{PAPER}" fill-opacity=".9"/>'
    return page(WIDTH, HEIGHT, LAND, relief(), meadow(), water(), streets(), filled("".join(dry), "#8f8570"), filled("".join(wet), ORANGE),
                stroke(smooth(FLOOD[1:14]), ORANGE, 4, "14 9"), places(), names(), key(), panel, title,
                words(30, 1480, "Map: Noor Fenwright, The Sallowford Gauge", f"font-size:17px;fill:{QUIET}"))
