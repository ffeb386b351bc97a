"""Approving from Wagtail's dashboard: what it does to readers' passages is shown before, there too."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.workflow import WorkflowAction

from standfirst.desk.queries import PassageNews, passage_news
from standfirst.newsroom.models import ArticlePage


class Approval(WorkflowAction):
    """Wagtail's view of one step of a workflow, at its address.

    Approving an article that is published already is asked about once if it changes passages that
    readers wrote to: with one press by a page, with a word by the box in which it is written. The answer
    names the revision that it is about.
    """

    template_name = "desk/approval_modal.html"

    @cached_property
    def news(self) -> PassageNews | None:
        """What becomes of readers' passages; None where nothing is approved, or nothing was to be read."""
        draft = self.task_state.revision.as_object()
        is_asked = self.action_name == "approve" and isinstance(draft, ArticlePage) and draft.live
        news = passage_news(draft) if is_asked else None
        return news if news is not None and news.is_any else None

    def get_submit_url(self) -> str:
        """Give where it is approved by somebody who has seen what that does."""
        address: str = super().get_submit_url()
        return f"{address}?seen={self.task_state.revision_id}" if self.news else address

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add what becomes of readers' passages."""
        context: dict[str, Any] = super().get_context_data(
            draft=self.object, news=self.news, **more
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, if whoever asks has seen what it does."""
        has_seen = request.GET.get("seen") == str(self.task_state.revision_id)
        if self.news is not None and not has_seen:
            title = _("Readers’ passages: %(title)s") % {"title": self.object.title}
            context = self.get_context_data(title=title, icon="comment", next=self.redirect_url)
            return render(request, "desk/approval.html", context)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response
