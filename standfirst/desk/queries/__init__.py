"""What the desk shows, each list in a constant number of queries."""

from standfirst.desk.queries.bans import BanItem, items_of_bans
from standfirst.desk.queries.bulks import (
    Progress,
    comments_by_author_of,
    comments_like,
    comments_picked,
    progress_of,
)
from standfirst.desk.queries.bursts import bursts_decided_lately, number_of_bursts
from standfirst.desk.queries.duty import (
    DeskRecord,
    ErrorItem,
    ErrorList,
    desk_records,
    errors_for,
    items_of_errors,
    mentions_for,
    questions_for,
)
from standfirst.desk.queries.gifts import number_of_waiting_words
from standfirst.desk.queries.held_texts import (
    TextItem,
    TextPage,
    number_of_waiting_texts,
    text_page,
    waiting_text,
)
from standfirst.desk.queries.items import History, Item, histories_of, items_of
from standfirst.desk.queries.passages import PassageNews, lost_passages, passage_news
from standfirst.desk.queries.texts import comments_by_number, latest_texts
from standfirst.desk.queries.waiting import (
    PAGE_SIZE,
    SUBJECT_KIND,
    ListPage,
    Queue,
    Wanted,
    comments_in,
    list_page,
    still_in,
)
from standfirst.desk.queries.whole import Whole, comment_on_desk, limits_around, whole_of

__all__ = [
    "PAGE_SIZE",
    "SUBJECT_KIND",
    "BanItem",
    "DeskRecord",
    "ErrorItem",
    "ErrorList",
    "History",
    "Item",
    "ListPage",
    "PassageNews",
    "Progress",
    "Queue",
    "TextItem",
    "TextPage",
    "Wanted",
    "Whole",
    "bursts_decided_lately",
    "comment_on_desk",
    "comments_by_author_of",
    "comments_by_number",
    "comments_in",
    "comments_like",
    "comments_picked",
    "desk_records",
    "errors_for",
    "histories_of",
    "items_of",
    "items_of_bans",
    "items_of_errors",
    "latest_texts",
    "limits_around",
    "list_page",
    "lost_passages",
    "mentions_for",
    "number_of_bursts",
    "number_of_waiting_texts",
    "number_of_waiting_words",
    "passage_news",
    "progress_of",
    "questions_for",
    "still_in",
    "text_page",
    "waiting_text",
    "whole_of",
]
