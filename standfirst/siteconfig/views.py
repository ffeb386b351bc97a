from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from standfirst.delivery.baking import baked, private
from standfirst.delivery.keys import RULES
from standfirst.delivery.recording import declare
from standfirst.siteconfig.actions import Paragraph, publish_rules, sort_rules
from standfirst.siteconfig.forms import KindsForm, RulesForm, rules_text
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.palette import palette_css, palette_digest
from standfirst.siteconfig.queries import current_rules, identity


@baked()
def rules(request: HttpRequest) -> HttpResponse:
    """Show the house rules in force, and where the older versions are."""
    current = current_rules()
    older = HouseRules.objects.order_by("-version")[1:] if current else []
    return render(request, "pages/rules.html", {"rules": current, "older": older})


@baked()
def rules_version(request: HttpRequest, version: int) -> HttpResponse:
    """Show one version of the house rules, as decisions cite it."""
    declare(RULES)
    row = get_object_or_404(HouseRules.objects.prefetch_related("paragraphs"), version=version)
    return render(request, "pages/rules.html", {"rules": row, "older": []})


def palette(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the paper's colours as a stylesheet that may be kept for ever under its hash."""
    paper = identity()
    current = palette_digest(paper)
    if digest != current:
        if len(digest) != len(current):
            raise Http404
        return redirect(reverse("siteconfig:palette", args=[current]))
    response = HttpResponse(palette_css(paper), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rules(request: HttpRequest) -> HttpResponse:
    """Publish a new version of the house rules, beginning from the one in force."""
    if request.method != "POST":
        return _rules_page(request, _form_of(current_rules()))
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, form, status=422)
    rules = publish_rules(
        introduction=form.cleaned_data["introduction"],
        paragraphs=form.cleaned_data["paragraphs"],
        now=timezone.now(),
    )
    messages.success(request, _("Version {} is in force.").format(rules.version))
    return redirect("siteconfig_edit_rules")


@private
@require_POST
def rule_kinds(request: HttpRequest) -> HttpResponse:
    """Note what decisions that cite each rule count as."""
    rules = current_rules()
    form = KindsForm(request.POST, rules=rules)
    if rules is None or not form.is_valid():
        messages.error(request, _("Nothing was changed: the rules are others by now."))
    else:
        sort_rules(rules=rules, kinds=form.kinds(), now=timezone.now())
        messages.success(request, _("Noted. It counts for decisions from now on."))
    return redirect("siteconfig_edit_rules")


def _rules_page(request: HttpRequest, form: RulesForm, status: int = 200) -> HttpResponse:
    rules = current_rules()
    context = {"form": form, "kinds": KindsForm(rules=rules) if rules is not None else None}
    return render(request, "siteconfig/edit_rules.html", context, status=status)


def _form_of(rules: HouseRules | None) -> RulesForm:
    if rules is None:
        return RulesForm()
    paragraphs = [Paragraph(row.title, row.text) for row in rules.paragraphs.all()]
    return RulesForm(
        initial={"introduction": rules.introduction, "paragraphs": rules_text(paragraphs)}
    )
