from standfirst.newsroom.models import PlainPage
from standfirst.siteconfig.actions import Link, set_menus
from tests.newsroom.conftest import text_at


def masthead(html):
    return html.partition('<nav class="masthead-sections"')[2].partition("</nav>")[0]


def foot(html):
    return html.partition("<footer")[2]


def test_until_somebody_says_the_sections_are_the_menu(river, town, nobody):
    menu = masthead(text_at(nobody, "/"))
    assert menu.index(">River<") < menu.index(">Town hall<")


def test_then_the_settings_say(river, town, nobody, now):
    set_menus(
        header=[Link(page=town, label="The town"), Link(label="Money", address="/ledger/")],
        footer=[],
        now=now,
    )
    menu = masthead(text_at(nobody, "/"))
    assert '<a href="/town-hall/">The town</a>' in menu
    assert '<a href="/ledger/">Money</a>' in menu
    assert "River" not in menu


def test_the_reader_is_told_where_they_are(publish, nobody):
    page = publish()
    assert '<a href="/river/" aria-current="page">' in masthead(text_at(nobody, "/river/"))
    assert '<a href="/river/" aria-current="true">' in masthead(text_at(nobody, page.get_url()))
    assert "aria-current" not in masthead(text_at(nobody, "/"))


def test_a_page_that_is_not_public_is_in_no_menu(home, nobody, now, make_private):
    about = PlainPage.objects.get(slug="about")
    assert "About us" in foot(text_at(nobody, "/"))
    make_private(about)
    assert "About us" not in foot(text_at(nobody, "/"))


def test_what_a_menu_says_is_text(home, nobody, now):
    set_menus(header=[Link(label="<b>x</b>", address='/"><script>')], footer=[], now=now)
    html = text_at(nobody, "/")
    assert "<b>x</b>" not in html
    assert '"><script>' not in html
