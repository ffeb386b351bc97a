from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from standfirst.moderation.models import WordList


class WordListViewSet(SnippetViewSet):
    """The word lists in the admin."""

    model = WordList
    icon = "list-ul"
    add_to_settings_menu = True
    list_display = ("name", "kind", "language", "is_active")
    panels = tuple(
        FieldPanel(name) for name in ("name", "kind", "language", "words", "notes", "is_active")
    )


register_snippet(WordListViewSet)
