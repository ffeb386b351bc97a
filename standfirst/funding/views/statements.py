"""The bank's statements: brought by one person, each line said to be a gift or none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.funding.actions.statements import (
    bring_line_back,
    confirm_statement,
    enter_line,
    match_line,
    set_line_aside,
    take_statement,
)
from standfirst.funding.forms.statements import LineForm, StatementForm, said_of
from standfirst.funding.models import BankLine, BankStatement
from standfirst.funding.queries.statements import (
    currency_of_tables,
    likely_gifts,
    lines_of,
    lines_page,
    promise_under,
    statements_taken,
    waiting_for_confirmation,
)
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.statements import StatementRefused
from standfirst.lib.clock import now as clock
from standfirst.people.models import User

REFUSALS = {
    GiftRefusal.NOT_WAITING: gettext_lazy("Somebody has decided on it meanwhile."),
    GiftRefusal.OTHER_AMOUNT: gettext_lazy("This gift is of another amount."),
    GiftRefusal.OTHER_CURRENCY: gettext_lazy("This campaign is in another currency."),
}
CANNOT = gettext_lazy("This line cannot be recorded so.")


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Lines of which nobody has said yet what they are (``?aside``: those set aside), and statements."""
    is_aside = "aside" in request.GET
    context = {
        "page": lines_page(request.GET.get("p", "1"), aside=is_aside),
        "is_aside": is_aside,
        "statements": statements_taken(),
    }
    return render(request, "funding/treasury/statements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_statement(request: HttpRequest) -> HttpResponse:
    """Take a bank's file."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatementForm(*sent, currency=currency_of_tables())
    if form.is_bound and form.is_valid():
        assert isinstance(request.user, User)
        try:
            taken = take_statement(
                statement=form.cleaned_data["file"],
                file_name=str(request.FILES["file"]),
                taken_by=request.user,
                now=clock(),
            )
        except StatementRefused as refused:
            form.add_error("file", said_of(refused))
        else:
            messages.success(request, _("The statement is read."))
            return _to("funding_statement", taken.pk)
    context = {
        "form": form,
        "title": _("Read a bank statement"),
        "intro": _(
            "Transfers under a reference of ours are brought to their gifts, and wait for a second "
            "person. Of all else you say what it is."
        ),
        "send": _("Read it"),
        "action": reverse("funding_new_statement"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement, with what became of each of its lines."""
    found = get_object_or_404(BankStatement.objects.select_related("taken_by"), pk=pk)
    assert isinstance(request.user, User)
    context = {
        "statement": found,
        "lines": lines_of(found),
        "to_confirm": waiting_for_confirmation(found, by=request.user),
    }
    return render(request, "funding/treasury/statement.html", context)


@require_POST
def confirm_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as the second person, what of a statement's lines the page showed."""
    found = get_object_or_404(BankStatement, pk=pk)
    assert isinstance(request.user, User)
    seen = [int(pk) for pk in request.POST.get("seen", "").split() if pk.isdecimal()]
    number = confirm_statement(
        statement=found, seen=set(seen), confirmed_by=request.user, now=clock()
    )
    said = ngettext(
        "%(number)s gift is confirmed and booked.",
        "%(number)s gifts are confirmed and booked.",
        number,
    )
    messages.success(request, said % {"number": number})
    return _to("funding_statement", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a line is: a gift that was promised, another one, or none."""
    found = get_object_or_404(BankLine.objects.select_related("statement", "gift__campaign"), pk=pk)
    form = LineForm(request.POST if request.method == "POST" else None, line=found)
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _decided(request, form, found))
        except GiftRefused as refused:
            form.add_error(None, REFUSALS.get(refused.refusal, CANNOT))
        else:
            return _to("funding_statements")
    context = {
        "form": form,
        "line": found,
        "promised": promise_under(found.reference),
        "likely": likely_gifts(found) if found.is_waiting else (),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/bank_line.html", context, status=status)


def _decided(request: HttpRequest, form: LineForm, found: BankLine) -> str:
    """Do what the pressed button says; give what to say of it. Raises GiftRefused."""
    assert isinstance(request.user, User)
    by, now, told = request.user, clock(), form.cleaned_data
    if "match" in request.POST:
        match_line(line=found, gift=told["gift"], matched_by=by, now=now)
        return _(
            "The line belongs to this gift. A gift that is not booked waits for a second person."
        )
    if "enter" in request.POST:
        enter_line(line=found, campaign=told["campaign"], entered_by=by, now=now)
        return _("The gift is entered. It waits for a second person.")
    if "back" in request.POST:
        bring_line_back(line=found, brought_by=by, now=now)
        return _("The line waits again.")
    if "aside" in request.POST:
        set_line_aside(line=found, note=told["note"], set_aside_by=by, now=now)
        return _("The line is set aside. You find it under “No gift”.")
    raise GiftRefused(GiftRefusal.NOT_BY_HAND)


def _to(name: str, *arguments: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=arguments), status=303)
