import csv
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localtime
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.delivery.recording import declare_until
from standfirst.lib.clock import now as clock
from standfirst.lib.text import csv_cell
from standfirst.moderation.figures import Figures, figures_between
from standfirst.moderation.queries import years_of_decisions


@require_safe
@baked()
def figures(request: HttpRequest) -> HttpResponse:
    """Tell how the paper moderates this year, in numbers."""
    return _page(request, localtime(clock()).year)


@require_safe
@baked()
def figures_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The same of one year."""
    return _page(request, year)


@require_safe
@baked()
def figures_json(request: HttpRequest, year: int) -> HttpResponse:
    """The numbers of a year for a program."""
    found = _figures(year)
    tables: dict[str, Any] = {
        table.code: {line.code: line.number for line in table.lines} for table in found.tables
    }
    return JsonResponse(
        {"since": found.since.isoformat(), "until": found.until.isoformat(), **tables},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@require_safe
@baked()
def figures_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The numbers of a year as a table."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(("table", "what", "number"))
    for table, what, number in _figures(year).as_rows():
        writer.writerow((csv_cell(table), csv_cell(what), number))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-{year}.csv"'
    return response


def _page(request: HttpRequest, year: int) -> HttpResponse:
    found = _figures(year)
    years = sorted({*years_of_decisions(), localtime(clock()).year}, reverse=True)
    context = {"figures": found, "year": year, "years": years}
    return render(request, "pages/figures.html", context)


def _figures(year: int) -> Figures:
    """Count a year, up to last midnight on the paper's clock: so long the page is true."""
    today = localtime(clock()).replace(hour=0, minute=0, second=0, microsecond=0)
    if year != today.year and year not in years_of_decisions():
        raise Http404
    zone = get_current_timezone()
    end = datetime(year + 1, 1, 1, tzinfo=zone)
    if today < end:
        declare_until(_midnight_after(today))
    return figures_between(datetime(year, 1, 1, tzinfo=zone), min(end, today))


def _midnight_after(today: datetime) -> datetime:
    ordinal = today.date().toordinal() + 1
    day = datetime.fromordinal(ordinal)
    return day.replace(tzinfo=get_current_timezone())
