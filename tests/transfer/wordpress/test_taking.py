"""What things become, told with small papers."""

from datetime import UTC, datetime

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from standfirst.newsroom.actions import add_section, write_page
from standfirst.newsroom.models import (
    ArticlePage,
    ContributorPage,
    PlainPage,
    SectionPage,
    TopicPage,
)
from standfirst.transfer.models import ImportedThing, ImportRun
from standfirst.transfer.wordpress.spool import Result
from tests.transfer.wordpress.files import author, category, comment, item, tag, wxr


def article(slug):
    return ArticlePage.objects.get(slug=slug)


def test_a_post_becomes_an_article_with_all_that_belongs_to_it(move_in):
    account = move_in(
        wxr(
            author("ada", "Ada Winter"),
            category("river", "River"),
            tag("flood", "Flood"),
            item(
                7,
                "Who owns the &amp; gate?",
                "Nobody knows.\n\nNobody.",
                excerpt="The council could not say.",
                post_name="the-gate",
                terms=[("category", "river"), ("post_tag", "flood")],
                meta=[("_yoast_wpseo_metadesc", "About the gate")],
            ),
        )
    )
    page = article("the-gate")
    assert page.title == page.draft_title == "Who owns the & gate?"
    assert page.standfirst == "The council could not say."
    assert page.search_description == "About the gate"
    assert page.live
    assert page.first_published_at == datetime(2012, 4, 15, 11, 44, 59, tzinfo=UTC)
    assert page.get_parent().slug == "river"
    assert [line.contributor.title for line in page.bylines.all()] == ["Ada Winter"]
    assert [link.topic.title for link in page.topic_links.all()] == ["Flood"]
    assert [block.block_type for block in page.story] == ["paragraph"]
    assert page.story[0].value.source == "<p>Nobody knows.</p><p>Nobody.</p>"
    assert page.discussion == "open"
    assert account.counts("Posts") == (1, 1, 0, 0)


NOT_PUBLIC = [
    ({"status": "draft"}, ()),
    ({"status": "pending"}, ()),
    ({"status": "private"}, ("was private: kept as a draft",)),
    ({"post_password": "enter"}, ("was behind a password: kept as a draft",)),
    ({"status": "future"}, ("was to appear on 2012-04-15, which is past: kept as a draft",)),
    ({"status": ""}, ("names no state: kept as a draft",)),
    ({"status": "archived"}, ("its state “archived” means nothing here: kept as a draft",)),
]


def test_what_was_not_public_does_not_become_so(move_in, client):
    items = [item(number, **fields) for number, (fields, _) in enumerate(NOT_PUBLIC, start=1)]
    account = move_in(wxr(*items))
    for number, (_, notes) in enumerate(NOT_PUBLIC, start=1):
        page = article(f"item-{number}")
        assert not page.live
        assert page.get_latest_revision() is not None
        assert client.get(page.get_url_parts()[2]).status_code == 404
        assert client.get(f"/?p={number}").status_code == 200
        assert not Redirect.objects.filter(redirect_page=page).exists()
        assert account.of("post", str(number)).notes == notes


def test_a_public_post_is_what_the_test_before_would_find(move_in, client):
    move_in(wxr(item(7, post_name="the-gate")))
    assert client.get(article("the-gate").get_url_parts()[2]).status_code == 200
    assert client.get("/?p=7").status_code == 301


def test_what_is_to_appear_later_is_scheduled(move_in, client):
    move_in(wxr(item(7, post_name="later", status="future", post_date_gmt="2096-01-01 06:00:00")))
    page = article("later")
    assert not page.live
    assert page.go_live_at == datetime(2096, 1, 1, 6, 0, tzinfo=UTC)
    assert page.scheduled_revision is not None
    assert client.get("/?p=7").status_code == 200
    assert client.get("/2012/04/later/").status_code == 404
    Page.objects.filter(pk=page.pk).update(live=True)
    assert client.get("/?p=7").status_code == 301


def test_what_was_thrown_away_is_left_and_named(move_in):
    account = move_in(wxr(item(7, "Nonsense", status="trash")))
    assert account.of("post").why == "was in the old paper's bin"
    assert account.of("post").name == "Nonsense"
    assert not ArticlePage.objects.exists()


def test_old_addresses_lead_to_the_new(move_in, client):
    move_in(
        wxr(
            author("ada"),
            category("river", number="4"),
            tag("flood"),
            item(7, post_name="the-gate", terms=[("category", "river"), ("post_tag", "flood")]),
            item(8, post_type="page", post_name="weirs", link="https://old.example/our/weirs/"),
        )
    )
    for old, new in (
        ("/2012/04/the-gate/", "/river/the-gate/"),
        ("/2012/04/the-gate", "/river/the-gate/"),
        ("/?p=7", "/river/the-gate/"),
        ("/our/weirs/", "/weirs/"),
        ("/?page_id=8", "/weirs/"),
        ("/?p=8", "/weirs/"),
        ("/category/river/", "/river/"),
        ("/?cat=4", "/river/"),
        ("/tag/flood/", "/topics/flood/"),
        ("/author/ada/", "/authors/ada/"),
        ("/?author=1", "/authors/ada/"),
    ):
        response = client.get(old)
        assert (response.status_code, response.headers.get("location")) == (301, new), old


def test_the_number_of_another_post_leads_nowhere_else(move_in, client):
    move_in(wxr(item(7, post_name="the-gate"), item(8, post_name="the-weir")))
    assert client.get("/?p=8").headers["location"].endswith("/the-weir/")
    assert client.get("/?p=9").status_code == 200


def test_a_paper_in_a_folder_has_its_addresses_below_it(move_in, client):
    move_in(
        wxr(
            item(7, post_name="the-gate", link="https://old.example/blog/the-gate/"),
            blog="https://old.example/blog",
        )
    )
    assert client.get("/blog/the-gate/").status_code == 301
    assert client.get("/blog/?p=7").status_code == 301


def test_addresses_in_other_alphabets_lead_on(move_in, client):
    link = "https://old.example/%ce%b5%cf%80%ce%af%cf%80%ce%b5%ce%b4%ce%bf/"
    move_in(wxr(item(7, post_type="page", post_name="%ce%b5%cf%80%ce%af", link=link)))
    response = client.get("/%ce%b5%cf%80%ce%af%cf%80%ce%b5%ce%b4%ce%bf/")
    assert response.status_code == 301
    assert client.get(response.headers["location"]).status_code == 200


def test_reserved_and_taken_slugs_are_renamed_and_it_is_said(move_in):
    account = move_in(
        wxr(
            category("search", "Search"),
            item(6, post_type="page", post_name="topics"),
            item(7, post_name="comments", terms=[("category", "search")]),
            item(8, post_name="twice", terms=[("category", "search")]),
            item(9, post_name="twice", terms=[("category", "search")]),
        )
    )
    own = "is an address of the paper's own"
    assert f"its slug is “search-2”, because “search” {own}" in account.of("category").notes
    assert f"its slug is “comments-2”, because “comments” {own}" in account.of("post", "7").notes
    assert f"its slug is “topics-2”, because “topics” {own}" in account.of("page").notes
    assert "its slug is “twice-2”, because “twice” was taken" in account.of("post", "9").notes
    assert account.of("post", "8").notes == ()


def test_the_main_category_is_the_section_and_others_are_topics(move_in):
    move_in(
        wxr(
            category("uncategorized", number="1"),
            category("river", number="2"),
            category("town", parent="river", number="3"),
            category("empty", number="4"),
            item(
                7,
                post_name="a",
                terms=[("category", "uncategorized"), ("category", "river"), ("category", "town")],
            ),
            item(
                8,
                post_name="b",
                terms=[("category", "river"), ("category", "town")],
                meta=[("_yoast_wpseo_primary_category", "3")],
            ),
        )
    )
    assert article("a").get_parent().slug == "river"
    assert [link.topic.slug for link in article("a").topic_links.all()] == ["uncategorized", "town"]
    assert article("b").get_parent().slug == "town"
    assert [link.topic.slug for link in article("b").topic_links.all()] == ["river"]
    assert SectionPage.objects.get(slug="town").live
    assert not SectionPage.objects.get(slug="empty").live


def test_a_category_that_only_a_post_names_is_a_section(move_in):
    move_in(wxr(item(7, post_name="a", terms=[("category", "river"), ("post_tag", "flood")])))
    assert article("a").get_parent().title == "River"
    assert TopicPage.objects.get().title == "Flood"


def test_an_article_without_a_category_has_a_section_too(move_in):
    move_in(wxr(item(7, post_name="a"), item(8, post_name="b")))
    assert article("a").get_parent() == article("b").get_parent()
    assert article("a").get_parent().title == "Articles"


def test_a_section_that_is_there_is_joined(move_in, home, now):
    river = add_section(home=home, title="River", now=now)
    account = move_in(
        wxr(category("river", "River"), item(7, post_name="a", terms=[("category", "river")]))
    )
    assert article("a").get_parent().pk == river.pk
    assert "joined with the section that is there" in account.of("category").notes


def test_several_authors_stand_in_their_order(move_in):
    move_in(
        wxr(
            author("ada", "Ada"),
            author("bo", "Bo"),
            item(
                7, post_name="a", terms=[("author", "cap-bo"), ("author", "ada"), ("author", "ada")]
            ),
        )
    )
    assert [line.contributor.title for line in article("a").bylines.all()] == ["Bo", "Ada"]


def test_an_author_that_only_a_post_names_is_a_contributor_without_their_address(move_in):
    account = move_in(wxr(item(7, post_name="a", creator="zoe@old.example")))
    (line,) = article("a").bylines.all()
    assert line.contributor.title == line.contributor.slug == "zoe"
    assert "e-mail" in " ".join(account.of("author").notes)
    assert not Redirect.objects.filter(old_path__contains="@").exists()


def test_an_author_whom_no_article_names_is_a_draft(move_in):
    move_in(wxr(author("ada"), author("admin", number="2"), item(7)))
    assert ContributorPage.objects.get(slug="ada").live
    assert not ContributorPage.objects.get(slug="admin").live


def test_pages_stand_below_their_parents_wherever_those_are_in_the_file(move_in):
    move_in(
        wxr(
            item(3, post_type="page", post_name="three", post_parent="2"),
            item(2, post_type="page", post_name="two", post_parent="1"),
            item(1, post_type="page", post_name="one"),
            item(4, post_type="page", post_name="four", post_parent="99"),
        )
    )
    assert PlainPage.objects.get(slug="three").url_path.endswith("/one/two/three/")
    assert PlainPage.objects.get(slug="four").get_parent().slug == "paper"


def test_pages_that_are_their_own_ancestors_are_taken(move_in):
    account = move_in(
        wxr(
            item(1, post_type="page", post_name="one", post_parent="2"),
            item(2, post_type="page", post_name="two", post_parent="1"),
        )
    )
    assert account.counts("Pages") == (2, 2, 0, 0)


def test_an_empty_founding_page_is_filled_and_one_with_words_is_not(move_in, home, now):
    imprint = PlainPage.objects.get(slug="imprint")
    write_page(page=imprint, story=[{"type": "paragraph", "value": "<p>Ours.</p>"}], now=now)
    account = move_in(
        wxr(
            item(1, "About the old paper", "Old.", post_type="page", post_name="about"),
            item(2, "Imprint", "Old.", post_type="page", post_name="imprint"),
            item(3, "Privacy", "Secret.", post_type="page", post_name="privacy", status="private"),
        )
    )
    about = PlainPage.objects.get(slug="about")
    assert about.live
    assert (about.title, about.story[0].value.source) == ("About the old paper", "<p>Old.</p>")
    assert about.get_latest_revision_as_object().title == "About the old paper"
    assert PlainPage.objects.get(slug="imprint").story[0].value.source == "<p>Ours.</p>"
    assert PlainPage.objects.get(slug="imprint-2").live
    assert not PlainPage.objects.get(slug="privacy").story
    assert not PlainPage.objects.get(slug="privacy-2").live
    assert "filled the empty page that stood at its address" in account.of("page", "1").notes


def test_a_closed_discussion_stays_closed(move_in):
    move_in(
        wxr(
            item(1, post_name="a", comment_status="closed", comments=[comment(1)]),
            item(2, post_name="b", comment_status="closed"),
        )
    )
    assert article("a").discussion == "closed"
    assert article("b").discussion == "off"


def test_other_kinds_are_named_with_the_reason(move_in):
    account = move_in(
        wxr(
            item(1, "Menu", post_type="nav_menu_item"),
            item(2, "Old wording", post_type="revision"),
            item(3, "Sermon", post_type="enmse_message"),
            "<item><title>Nothing</title></item>",
        )
    )
    assert account.of("nav_menu_item").why.startswith("menus are made anew")
    assert (
        account.of("enmse_message").why == "things of the kind “enmse_message” are not known here"
    )
    assert account.of("no type").why == "does not say what it is"
    assert Page.objects.filter(title__in=["Menu", "Sermon", "Nothing"]).count() == 0


def test_a_thing_that_stands_twice_is_taken_once(move_in):
    one = item(7, "The gate", "Words.", post_name="the-gate")
    account = move_in(wxr(one, one, item(7, "Another", "Others.", post_name="another")))
    assert account.counts("Posts") == (3, 2, 0, 1)
    assert {page.slug for page in ArticlePage.objects.all()} == {"the-gate", "another"}


def test_a_second_time_adds_nothing(move_in):
    data = wxr(author("ada"), item(7, terms=[("category", "river"), ("category", "b")]))
    move_in(data)
    counts = Page.objects.count(), Redirect.objects.count(), ImportedThing.objects.count()
    account = move_in(data)
    assert counts == (Page.objects.count(), Redirect.objects.count(), ImportedThing.objects.count())
    assert all(line.taken == 0 for line in account.lines.values())
    assert account.of("post").outcome is Result.BEFORE


def test_a_later_export_of_the_same_paper_adds_what_is_new(move_in):
    move_in(wxr(item(7)))
    account = move_in(wxr(item(7), item(8)))
    assert account.counts("Posts") == (2, 1, 1, 0)


def test_another_paper_with_the_same_address_and_numbers_is_not_mistaken_for_the_first(move_in):
    move_in(wxr(item(7)))
    other = wxr(item(7)).replace(b"https://old.example/?p=7", b"https://other.example/?p=7")
    account = move_in(other)
    assert (
        account.of("post").why == "another paper with this address and number was imported before"
    )


def test_a_rehearsal_writes_nothing_and_says_the_same(move_in):
    data = wxr(
        author("ada"),
        category("river"),
        tag("flood"),
        item(7, content="<pre>x</pre>", terms=[("category", "river"), ("post_tag", "flood")]),
        item(8, post_type="page", post_name="search"),
        item(9, status="trash"),
    )
    before = Page.objects.count()
    rehearsed = move_in(data, is_rehearsal=True)
    assert Page.objects.count() == before
    assert not ImportRun.objects.exists()
    done = move_in(data)
    for label, line in done.lines.items():
        assert rehearsed.counts(label) == (line.in_file, line.taken, line.before, line.left_count)
    assert rehearsed.move.kept == done.move.kept


def test_the_account_names_everything_once(move_in):
    account = move_in(wxr(author("ada"), category("river"), item(7), item(8, status="trash")))
    assert len(account.entries) == sum(line.in_file for line in account.lines.values())
    for line in account.lines.values():
        assert line.in_file == line.taken + line.before + line.left_count
