"""A form that nobody has filled in is byte for byte what its template gives."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from standfirst.discussion.views import blanks
from standfirst.discussion.views.blanks import TEMPLATES, Kind, form_html
from standfirst.discussion.views.sheets import answer_form, comment_form, notify_form
from tests.discussion.conftest import QUESTION

pytestmark = pytest.mark.django_db
HOSTILE = "/a/'\"><script>%(where to)s%s&amp;/"


@pytest.fixture
def forms(thread, reader, guest):
    """Give every form of a discussion, as it stands for different people."""
    made = [
        make(thread, *who)
        for make in (comment_form, notify_form)
        for who in ((), (reader,), (guest,), (None, {"text": "<b>", "what": "x"}))
    ]
    made += [answer_form(thread, QUESTION), comment_form(thread, terms="<b>Said before.</b>")]
    hostile = comment_form(thread)
    hostile.sheet = replace(hostile.sheet, action=HOSTILE, hidden={"question": HOSTILE})
    return [*made, hostile]


def by_template(form, is_own_page):
    context = {"form": form, "is_own_page": is_own_page}
    return render_to_string(TEMPLATES[type(form)], context)


@pytest.mark.parametrize("is_own_page", [False, True])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_form_is_what_its_template_gives(forms, is_own_page, language):
    with translation.override(language):
        for form in forms:
            assert form_html(form, is_own_page=is_own_page) == by_template(form, is_own_page)
            assert "<script>" not in form_html(form, is_own_page=is_own_page)


@pytest.mark.parametrize("field", sorted(set(Kind._fields) - {"form", "language"}))
def test_a_part_of_the_kind_that_is_left_out_is_found(field, forms, monkeypatch):
    whole = blanks._blank
    nothing = {"hidden": (), "is_own_page": False}

    def blind(kind):
        return whole(kind._replace(**{field: nothing.get(field, "")}))

    monkeypatch.setattr(blanks, "_blank", blind)
    given = [form_html(form, is_own_page=True) for form in forms]
    assert given != [by_template(form, True) for form in forms]


def test_a_form_is_rendered_once_for_all_threads(thread, other_thread):
    blanks._blank.cache_clear()
    for each in (thread, other_thread, thread):
        assert each.comments_path in form_html(comment_form(each), is_own_page=False)
    assert blanks._blank.cache_info().misses == 1
