"""What moderation shows: statements of reasons, the figures of a year, and the EU database's files."""

from standfirst.moderation.views.exporting import export, export_page
from standfirst.moderation.views.figures import (
    figures,
    figures_csv,
    figures_json,
    figures_of_year,
)
from standfirst.moderation.views.statements import statement, statements

__all__ = [
    "export",
    "export_page",
    "figures",
    "figures_csv",
    "figures_json",
    "figures_of_year",
    "statement",
    "statements",
]
