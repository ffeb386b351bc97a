from datetime import datetime

from django.db import transaction
from django.db.models import Q

from standfirst.moderation.actions.appeals import erase_appeals
from standfirst.moderation.actions.notes import delete_notes_about
from standfirst.moderation.actions.notices import erase_notices
from standfirst.moderation.actions.screenings import blank_passages
from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import BanProposal, Decision, HeldText, ReasonText, Sanction
from standfirst.people.owners import Owner


@transaction.atomic
def erase(*, owner: Owner, now: datetime) -> None:
    """Blank what was written about a person in decisions; that something was decided stays for ever.

    What they told us of goes, and so do their limits: nobody acts as them again.
    """
    about = Decision.objects.filter(about__in=owner.rows, facts__isnull=False)
    proposed = BanProposal.objects.filter(person__in=owner.rows)
    texts = ReasonText.objects.filter(
        Q(pk__in=about.values("facts")) | Q(pk__in=proposed.values("facts")),
        blanked_at__isnull=True,
    )
    texts.update(text="", blanked_at=now)
    proposed.delete()
    Sanction.objects.filter(person__in=owner.rows).delete()
    HeldText.objects.filter(person__in=owner.rows).delete()
    for kind in (Kind.NAME, Kind.ABOUT):
        blank_passages(kind=kind, subjects=owner.rows, now=now)
    erase_notices(owner=owner, now=now)
    erase_appeals(owner=owner, now=now)
    delete_notes_about(owner=owner, now=now)
