"""The treasurer's milestones of a campaign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from standfirst.funding.actions.milestones import (
    add_milestone,
    change_milestone,
    remove_milestone,
)
from standfirst.funding.forms.milestones import FulfilForm, MilestoneForm
from standfirst.funding.models import Campaign, Milestone
from standfirst.lib.clock import now as clock


@require_http_methods(["GET", "HEAD", "POST"])
def milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign's milestones, and the form for another."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = MilestoneForm(request.POST if request.method == "POST" else None, campaign=campaign)
    if form.is_bound and form.is_valid() and form.money is not None:
        add_milestone(
            campaign=campaign,
            amount=form.money,
            deliverable=form.cleaned_data["deliverable"],
            now=clock(),
        )
        messages.success(request, _("The milestone is added."))
        return _to_milestones(campaign.pk)
    rows = Milestone.objects.filter(campaign=campaign).select_related("campaign")
    context = {"campaign": campaign, "milestones": rows, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/milestones.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a milestone, or say which story fulfilled it."""
    milestone = get_object_or_404(Milestone.objects.select_related("campaign"), pk=pk)
    form = FulfilForm(request.POST if request.method == "POST" else None, milestone=milestone)
    if form.is_bound and form.is_valid() and form.money is not None:
        change_milestone(
            milestone=milestone,
            amount=form.money,
            deliverable=form.cleaned_data["deliverable"],
            story=form.cleaned_data["story"],
            now=clock(),
        )
        messages.success(request, _("The milestone is saved."))
        return _to_milestones(milestone.campaign_id)
    action = reverse("funding_change_milestone", args=[pk])
    context = {"form": form, "title": _("Milestone"), "action": action}
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a milestone off the scale."""
    milestone = get_object_or_404(Milestone, pk=pk)
    remove_milestone(milestone=milestone, now=clock())
    messages.success(request, _("The milestone is removed."))
    return _to_milestones(milestone.campaign_id)


def _to_milestones(campaign: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("funding_milestones", args=[campaign]), status=303)
