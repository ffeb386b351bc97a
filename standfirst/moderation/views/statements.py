from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import private
from standfirst.moderation.appeal_queries import appeal_against
from standfirst.moderation.appeal_rules import appeal_until
from standfirst.moderation.queries import cited_rule, statement_at, statements_about
from standfirst.moderation.wording import parts_of, title_of, told_of
from standfirst.people.queries import person_of
from standfirst.siteconfig.queries import identity


@private
@require_safe
def statement(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a statement of reasons to whoever has its link: those who have no account, too."""
    found = statement_at(secret)
    if found is None:
        raise Http404
    decision = found.decision
    rule = cited_rule(decision.rules_version, decision.rule_number)
    with override(found.language):
        context = {
            "statement": found,
            "decision": decision,
            "title": title_of(decision),
            "parts": parts_of(decision, rule),
            "contact": identity().contact_readers,
            "appeal": appeal_against(decision),
            "appeal_until": appeal_until(decision),
        }
        response = render(request, "pages/statement.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@private
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """List the statements about whoever asks: the way to them for who has no address."""
    person = person_of(request)
    found = statements_about(person) if person is not None else []
    context = {
        "told": [told_of(each) for each in found],
        "is_known": person is not None,
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "pages/statements.html", context)
