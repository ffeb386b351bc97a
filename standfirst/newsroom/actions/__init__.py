"""Every write of the newsroom, as a named function.

Editors write through Wagtail; these actions are for what is not typed into a form: founding the
paper, importing, building a demo, and what follows from Wagtail's signals.
"""

from standfirst.newsroom.actions.correcting import (
    NewCorrection,
    correct_article,
    date_corrections,
    date_missed_corrections,
    draft_correction,
)
from standfirst.newsroom.actions.founding import (
    AboutContributor,
    add_contributor,
    add_page,
    add_section,
    add_topic,
    found_paper,
)
from standfirst.newsroom.actions.importing import (
    Arrival,
    fill_empty_page,
    import_article,
    import_page,
    lead_old_address,
)
from standfirst.newsroom.actions.noting import (
    note_authors,
    note_deletion,
    note_key_change,
    note_publication,
    note_site_change,
    note_subtree_change,
    note_unpublication,
)
from standfirst.newsroom.actions.permissions import grant_newsroom_permissions
from standfirst.newsroom.actions.writing import (
    LeadPicture,
    NewArticle,
    choose_front,
    draft_article,
    publish_article,
    relate_articles,
    write_page,
)

__all__ = [
    "AboutContributor",
    "Arrival",
    "LeadPicture",
    "NewArticle",
    "NewCorrection",
    "add_contributor",
    "add_page",
    "add_section",
    "add_topic",
    "choose_front",
    "correct_article",
    "date_corrections",
    "date_missed_corrections",
    "draft_article",
    "draft_correction",
    "fill_empty_page",
    "found_paper",
    "grant_newsroom_permissions",
    "import_article",
    "import_page",
    "lead_old_address",
    "note_authors",
    "note_deletion",
    "note_key_change",
    "note_publication",
    "note_site_change",
    "note_subtree_change",
    "note_unpublication",
    "publish_article",
    "relate_articles",
    "write_page",
]
