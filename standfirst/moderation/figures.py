"""How the paper moderates, in numbers, counted anew from the decisions (Digital Services Act, Art. 15).

Nothing is kept of them: decisions are never changed, so that the same numbers come out whenever they are
counted, also when those whom they met are erased.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from standfirst.moderation.models import Automation, Decision, Ground, Measure, Source
from standfirst.moderation.rules import STATED
from standfirst.siteconfig.categories import Category

# Of so few in one place somebody could be singled out: it is not said how many exactly.
SMALLEST = 3
UNDONE = (Measure.RESTORED, Measure.FREED)
NOTICED = (Source.NOTICE, Source.FLAGGER)
_FIELDS = ("measure", "ground", "source", "detection", "automation", "category")
_LABELS: Mapping[str, Any] = {
    "measure": Measure,
    "ground": Ground,
    "source": Source,
    "detection": Automation,
    "automation": Automation,
    "category": Category,
}


@dataclass(frozen=True)
class Line:
    """One number. ``code`` names it in the files, ``words`` on the page."""

    code: str
    words: str
    number: int


@dataclass(frozen=True)
class Table:
    """Numbers of one kind, the largest first."""

    code: str
    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Figures:
    """The numbers of a time: from ``since`` to before ``until``."""

    since: datetime
    until: datetime
    tables: tuple[Table, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(line.number for table in self.tables for line in table.lines)

    def as_rows(self) -> list[tuple[str, str, int]]:
        """Every number with its table and its name."""
        return [
            (table.code, line.code, line.number) for table in self.tables for line in table.lines
        ]


def figures_between(since: datetime, until: datetime) -> Figures:
    """Count what was decided in a time."""
    rows = Decision.objects.filter(decided_at__gte=since, decided_at__lt=until)
    counted = list(rows.order_by().values_list(*_FIELDS).annotate(number=Count("pk")))
    stated = [row for row in counted if row[0] in STATED]
    tables = [
        _table("measure", _("Restrictions, by what was done"), stated),
        _table("ground", _("By what they rest on"), stated),
        _table("category", _("By category"), stated),
        _table("source", _("By what brought them about"), stated),
        _table("detection", _("Found by automatic means"), stated),
        _table("automation", _("Decided by automatic means"), stated),
        _after("notice", _("Decisions after notices of illegal content"), counted, NOTICED),
        _after("appeal", _("Decisions after appeals"), counted, (Source.APPEAL,)),
        Table(
            "undone",
            _("Restrictions that were taken back"),
            tuple(_lines(Measure, _sums(counted, 0, lambda row: row[0] in UNDONE))),
        ),
        Table("hours", _("Hours until half of all were decided"), tuple(_medians(rows))),
    ]
    return Figures(since, until, tuple(tables))


def rounded_for_few(number: int) -> str:
    """Write a number of a small place so that nobody is singled out by it."""
    return str(number) if number >= SMALLEST else _("fewer than {number}").format(number=SMALLEST)


def _table(field: str, words: str, rows: Sequence[Any]) -> Table:
    place = _FIELDS.index(field)
    return Table(field, words, tuple(_lines(_LABELS[field], _sums(rows, place, lambda row: True))))


def _after(code: str, words: str, rows: Sequence[Any], sources: Iterable[Source]) -> Table:
    place = _FIELDS.index("source")
    sums = _sums(rows, 0, lambda row: row[place] in tuple(sources))
    return Table(code, words, tuple(_lines(Measure, sums)))


def _sums(rows: Sequence[Any], place: int, is_wanted: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        if is_wanted(row):
            found[row[place]] += row[-1]
    return found


def _lines(kind: Any, sums: Counter[str]) -> Iterable[Line]:
    for code, number in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
        yield Line(code or "none", str(kind(code).label) if code else _("none named"), number)


def _medians(rows: Any) -> Iterable[Line]:
    """For each source the hours within which half of what waited was decided, rounded up."""
    waits: dict[str, list[timedelta]] = {}
    waited = rows.filter(noticed_at__isnull=False).order_by("pk")
    for source, begin, end in waited.values_list("source", "noticed_at", "decided_at"):
        waits.setdefault(source, []).append(end - begin)
    for source, times in sorted(waits.items()):
        half = median(time.total_seconds() for time in times)
        yield Line(source, str(Source(source).label), -int(-half // 3600))
