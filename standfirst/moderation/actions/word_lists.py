from datetime import datetime

from django.db import transaction

from standfirst.moderation.models import WordList


@transaction.atomic
def keep_word_list(*, name: str, kind: WordList.Kind, words: str, now: datetime) -> WordList:
    """Make a word list, or give an existing one its new words."""
    row, _ = WordList.objects.update_or_create(name=name, defaults={"kind": kind, "words": words})
    return row
