"""Moderators' notes."""

from datetime import datetime

from standfirst.moderation.models import Note
from standfirst.people.models import Person
from standfirst.people.owners import Owner


def write_note(
    *, kind: str, subject: int, about: Person, by: Person, text: str, now: datetime
) -> Note:
    """Keep a note on a thing for the other moderators; it shows wherever its author's things do."""
    return Note.objects.create(
        subject_kind=kind,
        subject_id=subject,
        about=about,
        written_by=by,
        text=text,
        written_at=now,
    )


def delete_note(*, note: Note, now: datetime) -> None:
    """Delete a note that is no longer true or needed."""
    Note.objects.filter(pk=note.pk).delete()


def delete_notes_about(*, owner: Owner, now: datetime) -> None:
    """Delete all notes about somebody who is erased."""
    Note.objects.filter(about__in=owner.rows).delete()
