import pytest
from wagtail.contrib.redirects.models import Redirect

from standfirst.newsroom.models import ArticlePage, SectionPage


@pytest.fixture
def redirect(home):
    def make(old_path, page=None, **values):
        return Redirect.objects.create(
            old_path=Redirect.normalise_path(old_path), redirect_page=page, **values
        )

    return make


def test_an_old_address_leads_to_the_new_one(publish, redirect, nobody):
    page = publish()
    redirect("/2019/05/who-owns-the-gate/", page)
    answer = nobody.get("/2019/05/who-owns-the-gate/")
    assert (answer.status_code, answer["Location"]) == (301, page.get_url())


def test_parameters_that_do_not_matter_do_not_matter(publish, redirect, nobody):
    page = publish()
    redirect("/2019/gate/", page)
    assert nobody.get("/2019/gate/?utm_source=x")["Location"] == page.get_url()


def test_the_plain_addresses_of_another_system_lead_on(publish, redirect, nobody):
    page, other = publish(), publish("Other")
    redirect("/?p=123", page)
    redirect("/?page_id=7", other)
    assert nobody.get("/?p=123")["Location"] == page.get_url()
    assert nobody.get("/?page_id=7")["Location"] == other.get_url()


def test_an_unknown_plain_address_is_the_front_page(home, nobody):
    assert nobody.get("/?p=124").status_code == 200
    assert nobody.get("/?p=124").content == nobody.get("/").content


def test_a_page_that_is_there_wins(publish, redirect, nobody):
    page = publish()
    redirect(page.get_url(), None, redirect_link="/elsewhere/")
    assert nobody.get(page.get_url()).status_code == 200


def test_a_temporary_one_is_temporary(home, redirect, nobody):
    redirect("/old/", None, redirect_link="/about/", is_permanent=False)
    assert nobody.get("/old/").status_code == 302


def test_an_address_whose_page_is_not_public_leads_nowhere(publish, redirect, nobody):
    page = publish()
    redirect("/old/", page)
    assert nobody.get("/old/").status_code == 301
    page.unpublish()
    assert nobody.get("/old/").status_code == 404


def test_a_changed_slug_leaves_a_redirect(publish, nobody, django_capture_on_commit_callbacks):
    page = ArticlePage.objects.get(pk=publish().pk)
    page.slug = "whose-gate"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert nobody.get("/river/who-owns-the-gate/")["Location"] == "/river/whose-gate/"


def test_a_changed_section_takes_its_articles_along(
    publish, river, nobody, django_capture_on_commit_callbacks
):
    publish()
    section = SectionPage.objects.get(pk=river.pk)
    section.slug = "water"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    assert nobody.get("/river/who-owns-the-gate/")["Location"] == "/water/who-owns-the-gate/"


def test_nothing_is_sent_on_but_reading(publish, redirect, nobody):
    redirect("/old/", publish())
    assert nobody.post("/old/", {"x": "y"}).status_code in (404, 405)


def test_odd_addresses_are_no_pages(home, nobody):
    for path in ("/%00/", "/a%00b/", f"/{'x' * 3000}/", "/%E2%80%AE/", "/..%2f..%2fetc/"):
        assert nobody.get(path).status_code == 404, path
