"""What somebody gave, year by year, for the tax office: for members whose address is proven."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.accounts.own_data import owner_of
from standfirst.delivery.baking import private
from standfirst.funding.papers import YearOf, statement_paper
from standfirst.funding.queries.receipts import receipts_of_owner, sums_of, years_of_owner
from standfirst.lib.clock import now as clock
from standfirst.people.owners import Owner
from standfirst.people.queries import person_of


@private
@require_safe
@login_required
def giving(request: HttpRequest) -> HttpResponse:
    """Show the years in which somebody gave."""
    owner = _proven_owner(request)
    context = {"is_proven": owner is not None, "years": years_of_owner(owner) if owner else ()}
    return render(request, "pages/giving.html", context)


@private
@require_safe
@login_required
def giving_year(request: HttpRequest, year: int) -> HttpResponse:
    """Give one year as a PDF: each payment, what went back, what is left."""
    owner = _proven_owner(request)
    receipts = receipts_of_owner(owner).filter(year=year) if owner else None
    if owner is None or not receipts:
        raise Http404
    told = YearOf(year, list(receipts), sums_of(receipts), name=owner.person.name)
    response = HttpResponse(statement_paper(told, now=clock()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="gifts-{year}.pdf"'
    return response


def _proven_owner(request: HttpRequest) -> Owner | None:
    person = person_of(request)
    owner = owner_of(person) if person is not None else None
    return owner if owner is not None and owner.addresses else None
