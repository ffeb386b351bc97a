from datetime import datetime, timedelta

# A typo mended in the first hour is not an update that readers need to be told of.
QUIET_AFTER_PUBLICATION = timedelta(hours=1)


def shown_update(published_at: datetime | None, changed_at: datetime | None) -> datetime | None:
    """Give the time to show as "updated", or None if the article is as it appeared."""
    if published_at is None or changed_at is None:
        return None
    return changed_at if changed_at - published_at > QUIET_AFTER_PUBLICATION else None
