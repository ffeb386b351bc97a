"""What publishing a draft does to the passages that readers wrote to."""

from dataclasses import dataclass

from wagtail.models import Page

from standfirst.discussion.models import Anchor, Thread
from standfirst.discussion.queries import Fate, fates_in_draft, readable_anchors_in


@dataclass(frozen=True)
class PassageNews:
    """What publishing a draft does to the passages that readers wrote to."""

    changed: list[Fate]
    lost: list[Fate]
    kept: int

    @property
    def is_any(self) -> bool:
        """Whether there is something to look at before."""
        return bool(self.changed or self.lost)


def passage_news(draft: Page) -> PassageNews:
    """Look where readers' passages stand in a draft of a page."""
    thread = Thread.objects.filter(page_id=draft.pk).first()
    fates = fates_in_draft(thread, draft) if thread is not None else []
    lost = [fate for fate in fates if fate.is_lost]
    changed = [fate for fate in fates if fate.is_changed]
    return PassageNews(changed, lost, kept=len(fates) - len(lost) - len(changed))


def lost_passages(page: Page) -> list[Anchor]:
    """Passages of a page that readers wrote to and that were lost before, the latest first."""
    thread = Thread.objects.filter(page_id=page.pk).first()
    if thread is None:
        return []
    return list(readable_anchors_in(thread).filter(lost_at__isnull=False).order_by("-lost_at"))
