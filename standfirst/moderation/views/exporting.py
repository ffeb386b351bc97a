from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import private
from standfirst.moderation.eu_export import as_csv, as_json, rows_since
from standfirst.moderation.eu_rules import faults_in
from standfirst.moderation.forms import SinceForm


@private
@require_safe
def export_page(request: HttpRequest) -> HttpResponse:
    """Show what the EU's database would get, whether it is whole, and where to download it."""
    form = SinceForm(request.GET)
    since = form.cleaned_data["since"] if form.is_valid() else None
    rows = list(rows_since(since))
    query = f"?since={since:%Y-%m-%d}" if since is not None else ""
    context = {"form": form, "count": len(rows), "faults": faults_in(rows), "query": query}
    return render(request, "moderation/statements.html", context)


@private
@require_safe
def export(request: HttpRequest, name: str) -> HttpResponse:
    """Give the statements of reasons as the EU's database takes them: a file for JSON, one for CSV."""
    writers = {"statements.json": as_json, "statements.csv": as_csv}
    form = SinceForm(request.GET)
    if name not in writers or not form.is_valid():
        raise Http404
    kind = "application/json" if name.endswith("json") else "text/csv; charset=utf-8"
    response = HttpResponse(
        writers[name](rows_since(form.cleaned_data["since"])), content_type=kind
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
