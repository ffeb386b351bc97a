"""Webhooks as staff see them."""

from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet

from standfirst.discussion.models import Hook, HookCall
from standfirst.people.models import User


def hooks_with_fates() -> QuerySet[Hook]:
    """Give all webhooks, each with how many calls wait, and how many were given up."""
    waiting = Q(calls__done_at__isnull=True, calls__due_at__isnull=False)
    given_up = Q(calls__done_at__isnull=True, calls__due_at__isnull=True)
    return Hook.objects.annotate(
        waiting=Count("calls", filter=waiting), given_up=Count("calls", filter=given_up)
    ).order_by("pk")


def latest_calls() -> QuerySet[HookCall]:
    """Give the calls, the newest first."""
    return HookCall.objects.select_related("hook").order_by("-pk")


def hook_keepers() -> list[User]:
    """Give whoever may change webhooks and can sign in."""
    may = Permission.objects.filter(content_type__app_label="discussion", codename="change_hook")
    active = User.objects.filter(is_active=True).distinct()
    named = active.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    return list(named.order_by("pk")) or list(active.filter(is_superuser=True))
