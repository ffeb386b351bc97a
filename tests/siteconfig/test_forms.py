from standfirst.siteconfig.forms import RulesForm


def test_the_rules_are_taken_with_plain_line_ends():
    form = RulesForm(
        {"introduction": "One.\r\nTwo.", "paragraphs": "Be kind\r\nAlways.\r\n\r\nBe brief"}
    )
    assert form.is_valid()
    assert form.cleaned_data["introduction"] == "One.\nTwo."
    assert [row.title for row in form.cleaned_data["paragraphs"]] == ["Be kind", "Be brief"]


def test_what_cannot_be_shown_is_refused_in_either_field():
    form = RulesForm({"introduction": "a\x07b", "paragraphs": "a\x07b"})
    assert not form.is_valid()
    assert set(form.errors) == {"introduction", "paragraphs"}
