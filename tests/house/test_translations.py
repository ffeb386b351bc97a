"""Words: every sentence of ours is in every catalogue, whole, and none stands outside gettext."""

import re
from gettext import GNUTranslations
from html.parser import HTMLParser
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from django.conf.locale import LANG_INFO

from standfirst.delivery.front.trouble import RIGHT_TO_LEFT
from tests.house.source import Source, none_of, templates
from tests.house.test_templates import without_template_code
from tools.extraction import Message, Unreadable, messages, of_python, of_template
from tools.messages import PLURALS, as_mo, as_po, catalogue, missing, place_of

WHAT_TO_DO = "Run `make messages`, then translate in standfirst/locale/:"
# What a sentence carries that is not words: it must come through.
CARRIED = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|</?\w+[^>]*>")
# Attributes that are read, or read out.
READ = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
# A block or a fragment that stands inside a tag.
ATTRIBUTES = re.compile(r'(?:\s*[\w-]+="[^"]*")+\s*')
WORD = re.compile(r"[^\W\d_]{2}|[“”„«»]")


@pytest.fixture(scope="module")
def sentences():
    return messages()


@pytest.mark.parametrize("language", PLURALS)
def test_every_sentence_is_translated(sentences, language):
    none_of(missing(catalogue(language, sentences)), WHAT_TO_DO)


@pytest.mark.parametrize("language", PLURALS)
def test_a_catalogue_has_what_the_source_asks_for_and_nothing_else(sentences, language):
    written = place_of(language, "po").read_text("utf-8")
    assert written == as_po(catalogue(language, sentences)).decode(), WHAT_TO_DO
    assert "fuzzy" not in written


@pytest.mark.parametrize("language", PLURALS)
def test_what_is_read_is_what_is_written(sentences, language):
    made = GNUTranslations(BytesIO(as_mo(catalogue(language, sentences))))
    with place_of(language, "mo").open("rb") as file:
        assert words_of(GNUTranslations(file)) == words_of(made), WHAT_TO_DO


def words_of(translations):
    return {ident: words for ident, words in translations._catalog.items() if ident}


@pytest.mark.parametrize("language", PLURALS)
def test_what_a_sentence_carries_comes_through(sentences, language):
    none_of(carried_wrongly(catalogue(language, sentences)), "Translate what stands between these:")


def carried_wrongly(made):
    return [
        f"{made.locale}: {form!r}"
        for message in made
        if message.id
        for form, of_one_number in forms_of(message)
        if carried(form) not in fitting(message, of_one_number=of_one_number)
    ]


def forms_of(message):
    """Each form of a sentence, and whether it stands for one number alone."""
    if isinstance(message.string, str):
        return [(message.string, False)]
    alone = 3 if len(message.string) == 6 else 1
    return [(form, number < alone) for number, form in enumerate(message.string)]


def fitting(message, *, of_one_number):
    """What a form may carry: all that the sentence does; with one number, also all but that."""
    if isinstance(message.id, str):
        return [carried(message.id)]
    one, other = (carried(text) for text in message.id)
    several = [list(other)]
    if of_one_number:
        several += [one, *([*other[:n], *other[n + 1 :]] for n in range(len(other)))]
    return several


def carried(text):
    return sorted(CARRIED.findall(text))


def planted_catalogue(ident, string):
    made = Catalog("de")
    made.add(ident, string)
    return made


def test_planted_faults_in_translations_are_found():
    for ident, string in (
        ("%(n)s of %(m)s", "%(n)s von"),
        ("{name} writes", "{nome} schreibt"),
        ("<strong>%(name)s</strong>", "<b>%(name)s</b>"),
        (("%(n)s vote", "%(n)s votes"), ("%(n)s Stimme", "Stimmen")),
    ):
        assert carried_wrongly(planted_catalogue(ident, string)), string
    fine = planted_catalogue(("%(n)s vote", "%(n)s votes"), ("eine Stimme", "%(n)s Stimmen"))
    assert not carried_wrongly(fine)
    new = Message("A sentence that nobody has translated.", "standfirst/x.py")
    assert missing(catalogue("de", [new])) == [new.text]
    half = Message("one of it", "standfirst/x.py", plural="many of it")
    assert missing(catalogue("ar", [half]))


def test_every_way_of_asking_is_seen():
    text = (
        '{% translate "One" %}{% trans \'Two\' context "a" %}{{ x|default:_("Three") }}'
        "{% blocktranslate trimmed count n=x %}\n  {{ n }} of\n  100 %{% plural %}all{% endblocktranslate %}"
    )
    assert [(m.text, m.context, m.plural) for m in of_template(text, "x.html")] == [
        ("One", None, None),
        ("Two", "a", None),
        ("Three", None, None),
        ("%(n)s of 100 %%", None, "all"),
    ]
    code = '_("a" "b"); ngettext("one", "more", n); pgettext("c", "x"); translation.gettext("d")'
    assert [(m.text, m.context, m.plural) for m in of_python(code, "x.py")] == [
        ("ab", None, None),
        ("one", None, "more"),
        ("x", "c", None),
        ("d", None, None),
    ]


def test_a_sentence_that_cannot_be_extracted_is_refused():
    with pytest.raises(Unreadable):
        of_python('_(f"hello {name}")', "x.py")
    with pytest.raises(Unreadable):
        of_template("{% blocktranslate %}a {% if x %}b{% endblocktranslate %}", "x.html")


class Literals(HTMLParser):
    """Finds words that a template says by itself."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.source = source
        self.silent = 0
        self.found = []
        self.feed(without_template_code(without_translated(source.text)))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style"}
        for name, value in attrs:
            if name in READ:
                self.say(value or "")

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self.silent and not ATTRIBUTES.fullmatch(data):
            self.say(data)

    def say(self, text):
        left = text.replace(VALUE, "")
        if WORD.search(left):
            self.found.append(f"{self.source.place}:{self.getpos()[0]}: {left.strip()!r}")


# What `without_template_code` puts where a variable stands.
VALUE = "value"


def without_translated(text):
    """Take the translated sentences out, and the tags whose options would look like words."""
    return re.sub(
        r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}",
        lambda found: "\n" * found[0].count("\n"),
        text,
        flags=re.DOTALL,
    )


def literals(source):
    return Literals(source).found


def test_templates_say_nothing_by_themselves():
    found = [fault for source in templates() for fault in literals(source)]
    none_of(found, "Words go through {% translate %}, quotation marks too, or into a <q>:")


def planted(text):
    return literals(Source("standfirst/templates/pages/x.html", text))


def test_planted_words_are_found():
    for fault in (
        "<p>Hello</p>",
        '<img alt="A gate">',
        '<a aria-label="Close {{ x }}">',
        "{% if x %}or{% endif %}",
        "“{{ title }}”",
        "{% blocktranslate %}fine{% endblocktranslate %} not fine",
    ):
        assert planted(fault), fault
    for fine in (
        '<p class="words">{% translate "Hello" %} {{ name }}: 3 %</p>',
        '<a aria-label="{% translate "Close" %}">×</a>',
        "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
        "{# Hello #}<script>let words</script>",
        '{% block body_attributes %} class="article"{% endblock %}',
    ):
        assert not planted(fine), fine


def test_the_front_knows_which_languages_go_from_right_to_left():
    assert {code for code, facts in LANG_INFO.items() if facts.get("bidi")} == RIGHT_TO_LEFT
