"""The theme unit test, the best known of all exports: every one of its things by name."""

import xml.etree.ElementTree as ET

import pytest
from wagtail.models import Page

from standfirst.discussion.models import Comment
from standfirst.newsroom.models import ArticlePage
from standfirst.transfer.wordpress.spool import Result

WP = "{https://wordpress.org/export/1.2/}"


@pytest.fixture
def file(test_data):
    return test_data / "wxr-wptt" / "themeunittestdata.wordpress.xml"


def test_each_item_and_comment_is_accounted_for_by_name(move_in, home, file, client):
    account = move_in(file)
    channel = ET.parse(file).getroot()
    items = list(channel.iter("item"))
    comments = list(channel.iter(f"{WP}comment"))
    assert (len(items), len(comments)) == (180, 32)

    said = {(each.kind, each.number, each.line): each for each in account.entries}
    ours = [
        each
        for each in said.values()
        if each.kind in {"post", "page", "attachment", "nav_menu_item"}
    ]
    assert sorted((each.kind, each.number) for each in ours) == sorted(
        (item.findtext(f"{WP}post_type"), item.findtext(f"{WP}post_id")) for item in items
    )
    talk = [each for each in said.values() if each.kind in {"comment", "pingback", "trackback"}]
    assert sorted(each.number for each in talk) == sorted(
        comment.findtext(f"{WP}comment_id") for comment in comments
    )
    assert all(each.name for each in [*ours, *talk])
    for each in [*ours, *talk]:
        assert each.outcome is Result.TAKEN or each.why

    assert account.counts("Posts") == (51, 51, 0, 0)
    assert account.counts("Pages") == (21, 21, 0, 0)
    assert account.counts("Attachments") == (38, 0, 0, 38)
    assert account.counts("Menu entries") == (70, 0, 0, 70)
    assert account.counts("Comments") == (28, 28, 0, 0)
    assert account.counts("Pingbacks") == (2, 0, 0, 2)
    assert account.counts("Trackbacks") == (2, 0, 0, 2)

    # What its makers say of single posts.
    drafts = {page.title for page in ArticlePage.objects.filter(live=False)}
    assert drafts == {
        "Draft",
        "Scheduled",
        'Template: Password Protected (the password is "enter")',
    }
    deepest = Comment.objects.get(imported_id="comment:915")
    assert deepest.depth == 9  # counted from 0: "Comment Depth 10"
    held = Comment.objects.filter(state="held").values_list("imported_id", flat=True)
    assert set(held) == {"comment:1017", "comment:1016", "comment:1015"}

    counts = Page.objects.count(), Comment.objects.count()
    again = move_in(file)
    assert all(line.taken == 0 for line in again.lines.values())
    assert counts == (Page.objects.count(), Comment.objects.count())

    for page in Page.objects.filter(live=True, depth__gt=1):
        path = page.get_url_parts()[2]
        assert client.get(path).status_code == 200, path
    for item in items:
        is_public = item.findtext(f"{WP}status") == "publish" and not item.findtext(
            f"{WP}post_password"
        )
        if item.findtext(f"{WP}post_type") in {"post", "page"} and is_public:
            response = client.get(f"/?p={item.findtext(f'{WP}post_id')}")
            assert response.status_code == 301, item.findtext("title")
