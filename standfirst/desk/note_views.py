"""Moderators' notes about people and what they wrote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from standfirst.delivery.baking import private
from standfirst.desk.asking import moderator, queue_named
from standfirst.desk.forms import NoteForm
from standfirst.desk.queries import SUBJECT_KIND, Queue, comment_on_desk
from standfirst.desk.queue_views import whole_context
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.lib.row_key import row_key
from standfirst.moderation.actions.notes import delete_note, write_note
from standfirst.moderation.models import Note


@private
@require_POST
def note(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Keep a note on a comment and its author, or delete one, and come back to the comment."""
    chosen = queue_named(name)
    comment = comment_on_desk(pk)
    if comment is None:
        raise Http404
    now = clock()
    asked = request.POST.get("delete", "")
    if asked:
        rows = Note.objects.filter(about=comment.author)
        found = get_object_or_404(rows, pk=row_key(asked) or 0)
        delete_note(note=found, now=now)
        messages.success(request, _("The note is deleted."))
        return redirect("desk_decision", chosen.value, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _handed_back(request, chosen, comment, form)
    write_note(
        kind=SUBJECT_KIND,
        subject=pk,
        about=comment.author,
        by=moderator(request, now),
        text=form.cleaned_data["text"],
        now=now,
    )
    messages.success(request, _("The note is kept."))
    return redirect("desk_decision", chosen.value, pk)


def _handed_back(
    request: HttpRequest, chosen: Queue, comment: Comment, form: NoteForm
) -> HttpResponse:
    messages.error(request, " ".join(str(words) for words in form.errors["text"]))
    context = whole_context(request, chosen, comment)
    context["note_text"] = form["text"].value() or ""
    return render(request, "desk/comment.html", context, status=422)
