import pytest
from babel.messages.pofile import read_po

from standfirst.moderation.drafts import AuthorFacts, Draft, Outcome, Reason
from standfirst.moderation.learned.files import spam, toxicity
from standfirst.moderation.model_screens import spam_model, toxicity_model
from tools.messages import LOCALE

pytestmark = pytest.mark.any_engine
INSULT = "I read this twice. You are a stupid idiot and everybody knows it. The bridge is safe."
ADVERT = "Check out my channel and subscribe, i make cool videos! www.example.com/my-channel"
PLAIN = "I read this twice. The bridge is safe, and the council should open it before the winter."


def test_an_insult_is_held_with_its_passage_score_and_version(now):
    finding = toxicity_model(Draft("comment", INSULT), now)
    assert (finding.outcome, finding.reason) == (Outcome.HOLD, Reason.TOXIC)
    start, end = finding.place
    assert INSULT[start:end] == finding.passage
    assert "idiot" in finding.passage
    assert "bridge" not in finding.passage
    assert 0 < finding.score < 1
    assert finding.version == toxicity().version


def test_an_advert_is_held_with_its_passage_score_and_version(now):
    finding = spam_model(Draft("comment", ADVERT), now)
    assert (finding.outcome, finding.reason) == (Outcome.HOLD, Reason.SPAM)
    start, end = finding.place
    assert ADVERT[start:end] == finding.passage
    assert finding.version == spam().version


@pytest.mark.parametrize("screen", [spam_model, toxicity_model])
@pytest.mark.parametrize("text", [PLAIN, "", "...", "\u200b", "12 000", "🙂🙂🙂", "مرحبا بكم"])
def test_a_plain_text_is_no_finding(now, screen, text):
    assert screen(Draft("comment", text), now) is None


def test_staff_are_not_judged(now):
    staff = AuthorFacts(is_staff=True)
    assert toxicity_model(Draft("comment", INSULT, author=staff), now) is None
    assert spam_model(Draft("comment", ADVERT, author=staff), now) is None


def test_a_disguised_letter_hides_no_insult(now):
    for text in (
        "You are a stup\u200bid idi\u200bot.",
        "You are a ѕtupid іdiоt.",
        "YOU ARE A STÜPID IDIOT.",
    ):
        assert toxicity_model(Draft("comment", text), now) is not None, text


def sentences_in(language):
    """Give the translated sentences of our own catalogue; the English ones for "en"."""
    with (LOCALE / (language if language != "en" else "de") / "LC_MESSAGES/django.po").open(
        "rb"
    ) as file:
        rows = [
            row for row in read_po(file) if row.id and isinstance(row.id, str) and "%" not in row.id
        ]
    texts = [row.id if language == "en" else row.string for row in rows]
    return [text for text in texts if len(text.split()) >= 6]


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
def test_other_languages_are_not_judged(language):
    texts = sentences_in(language)
    assert len(texts) > 100
    judged = [text for text in texts if toxicity().score(text) is not None]
    assert len(judged) / len(texts) < 0.02, judged[:5]


def test_english_is_judged():
    texts = sentences_in("en")
    judged = [text for text in texts if toxicity().score(text) is not None]
    assert len(judged) / len(texts) > 0.95
