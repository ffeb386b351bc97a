"""What an editor does in the admin, by the forms that it shows."""

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from standfirst.newsroom.models import ArticlePage, HomePage, SectionPage
from tests.newsroom.conftest import text_at


@pytest.fixture
def desk(editor, client_of):
    """Give the editor's browser."""
    return client_of(editor)


def article_form(**changes):
    """Give what the editor's form of an article sends."""
    fields = {
        "kicker": "Weir",
        "title": "Who owns the gate?",
        "slug": "who-owns-the-gate",
        "standfirst": "Six offices.",
        "place": "Weirton",
        "dateline_date": "",
        "lead_image": "",
        "lead_kind": "photo",
        "lead_alt": "",
        "lead_caption": "",
        "story": streamfield(
            [
                ("paragraph", rich_text("<p>Nobody knows.</p>")),
                ("question", {"question": "Who told you?"}),
            ]
        ),
        "bylines": inline_formset([]),
        "topic_links": inline_formset([]),
        "related_picks": inline_formset([]),
        "corrections": inline_formset([]),
        "comments": inline_formset([]),
        "discussion": "open",
        "discussion_days": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return nested_form_data(fields | changes)


def add_address(section):
    return f"/admin/pages/add/newsroom/articlepage/{section.pk}/"


def test_an_editor_publishes_an_article(desk, river, ada, flood, nobody):
    form = article_form(
        bylines=inline_formset([{"contributor": ada.pk, "role": "words"}]),
        topic_links=inline_formset([{"topic": flood.pk}]),
    )
    answer = desk.post(add_address(river), form | {"action-publish": "yes"})
    assert answer.status_code == 302, answer.context["form"].errors
    html = text_at(nobody, "/river/who-owns-the-gate/")
    assert "Nobody knows." in html
    assert "Who told you?" in html
    assert "Ada Winter" in html
    assert 'href="/topics/flood/"' in html


def test_a_draft_stays_with_the_newsroom(desk, river, nobody):
    assert desk.post(add_address(river), article_form()).status_code == 302
    assert nobody.get("/river/who-owns-the-gate/").status_code == 404
    assert not ArticlePage.objects.get().live


def test_a_reserved_slug_is_refused_beside_its_field(desk, river, home):
    answer = desk.post(add_address(river), article_form(slug="comments"))
    assert answer.status_code == 200
    assert "“comments”" in answer.context["form"].errors["slug"][0]
    fields = {
        "title": "Support",
        "slug": "support",
        "introduction": "",
        "picks": inline_formset([]),
    }
    fields |= {"comments": inline_formset([]), "seo_title": "", "search_description": ""}
    answer = desk.post(
        f"/admin/pages/add/newsroom/sectionpage/{home.pk}/", nested_form_data(fields)
    )
    assert "“/support/”" in answer.context["form"].errors["slug"][0]


def test_a_picture_wants_a_description(desk, river, picture):
    answer = desk.post(
        add_address(river), article_form(lead_image=picture().pk) | {"action-publish": "yes"}
    )
    assert answer.status_code == 200
    assert "lead_alt" in answer.context["form"].errors


def test_naming_somebody_twice_in_one_role_is_refused_with_words(desk, river, ada):
    twice = inline_formset(
        [{"contributor": ada.pk, "role": "words"}, {"contributor": ada.pk, "role": "words"}]
    )
    answer = desk.post(add_address(river), article_form(bylines=twice) | {"action-publish": "yes"})
    assert answer.status_code == 200
    assert not ArticlePage.objects.exists()


def test_naming_a_topic_twice_is_refused_with_words(desk, river, flood):
    twice = inline_formset([{"topic": flood.pk}, {"topic": flood.pk}])
    answer = desk.post(
        add_address(river), article_form(topic_links=twice) | {"action-publish": "yes"}
    )
    assert answer.status_code == 200
    assert not ArticlePage.objects.exists()


def test_an_article_that_was_never_saved_has_a_preview(desk, river, ada, flood):
    form = article_form(
        bylines=inline_formset([{"contributor": ada.pk, "role": "words"}]),
        topic_links=inline_formset([{"topic": flood.pk}]),
    )
    address = f"/admin/pages/add/newsroom/articlepage/{river.pk}/preview/"
    assert desk.post(address, form).json()["is_valid"]
    html = text_at(desk, f"{address}?mode=")
    assert "Who owns the gate?" in html
    assert "Nobody knows." in html
    assert "Who told you?" in html
    assert "Ada Winter" in html
    assert not ArticlePage.objects.exists()


def test_every_kind_of_page_has_a_form_and_a_preview(desk, river, flood, ada, home, publish):
    publish("Page", slug="page")
    for path in (
        "/",
        "/river/",
        "/river/page/",
        "/topics/",
        "/topics/flood/",
        "/authors/ada-winter/",
        "/about/",
    ):
        page = Page.objects.get(url_path=f"{home.url_path.rstrip('/')}{path}")
        assert desk.get(f"/admin/pages/{page.pk}/edit/").status_code == 200, path
        assert page.title in text_at(desk, f"/admin/pages/{page.pk}/view_draft/"), path


def test_the_explorer_shows_the_paper(desk, home, publish):
    page = publish()
    assert "River" in text_at(desk, f"/admin/pages/{home.pk}/")
    assert page.title in text_at(desk, f"/admin/pages/{page.get_parent().pk}/")


def test_a_moderator_enters_but_does_not_publish(moderator, client_of, river):
    browser = client_of(moderator)
    assert browser.get("/admin/").status_code == 200
    answer = browser.post(add_address(river), article_form() | {"action-publish": "yes"})
    assert answer.status_code in (302, 403)
    assert not ArticlePage.objects.exists()


def test_an_editor_chooses_what_leads_the_front_page(desk, home, publish, nobody):
    publish("Newest")
    chosen = publish("Chosen")
    fields = {
        "title": home.title,
        "slug": home.slug,
        "picks": inline_formset([{"article": chosen.pk}]),
        "comments": inline_formset([]),
        "seo_title": "",
        "search_description": "",
    }
    form = nested_form_data(fields) | {"action-publish": "yes"}
    assert desk.post(f"/admin/pages/{home.pk}/edit/", form).status_code == 302
    html = text_at(nobody, "/").partition('teaser-lead"')[2]
    assert html.index("Chosen") < html.index("Newest")
    assert HomePage.objects.get().numchild > 0
    assert SectionPage.objects.exists()
