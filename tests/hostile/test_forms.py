"""Every field that people fill in, with every hostile string, through the door and back.

No server error; what is stored is what was typed, or it is refused with words and handed back. "As it
was typed" allows three things, each where it says so: line ends become line feeds; white space around
a name, an address or a short text goes (`trimmed`); what is shown in one line is one line (`folded`).

The soak sends each of the 1,515 strings and all of the worst ones to each field. Otherwise each field gets
its share of them, so that each string goes to one field, and a third of the worst ones: its neighbours get
the others.
"""

import html
import re
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup

from standfirst.accounts.invitations import Invitation, invitation_path
from standfirst.discussion.actions import Judgement, remove_comment
from standfirst.discussion.models import Comment
from standfirst.funding.models import GiftWords
from standfirst.lib.clock import now as clock
from standfirst.lib.text import normal_newlines, one_line
from standfirst.moderation.actions import Penalty, hold_first
from standfirst.moderation.actions.appeals import NewAppeal, make_appeal
from standfirst.moderation.actions.notices import give_notice
from standfirst.moderation.models import HeldText, Statement
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.people.actions import make_guest
from tests.funding.makers import checkout_of
from tests.hostile.conftest import IS_SOAK, guest_client, said, without_trace
from tests.hostile.corpora import naughty_strings, own_strings, sample_of_scripts
from tests.hostile.fields import ASKED, COMMENTS, FIELDS, Field

# What engines, parsers and encoders differ on.
WORST = (
    *(
        "\0",
        "a\0b",
        "\ud800",
        "\ufffe",
        "\x07",
        "\x7f",
        "a\r\nb\rc\nd",
        "\u2028",
        "\u0085",
        "\u202e",
    ),
    *("9223372036854775808", "-1", "9" * 5000, "1e400", "NaN", "٣", "0001-01-01", "9999-12-31"),
    *(
        "x" * 70_000,
        "",
        " ",
        "\n",
        "😀" * 400,
        "a" + "\u0301" * 300,
        "{{ x }}%s%(x)s",
        "[]",
        '{"a": 1}',
    ),
)


@pytest.fixture(scope="module")
def strings(test_data):
    return [*naughty_strings(test_data), *sample_of_scripts(test_data)]


@pytest.fixture
def browsers(scene, client_of, owner, reader):
    people = {
        "author": scene.author,
        "stranger": scene.stranger,
        "owner": owner,
        "member": reader,
        "nobody": None,
    }
    return {name: guest_client(client_of, person) for name, person in people.items()}


def a_statement(scene, text, seconds):
    """Remove a comment of so many seconds ago; give the statement of reasons that its author gets."""
    comment = said(scene.thread, scene.author, text, clock() - timedelta(seconds=seconds))
    judgement = Judgement(comment=comment, decided_by=scene.stranger, facts="Hm.")
    remove_comment(judgement=judgement, now=clock())
    return Statement.objects.latest("pk")


def an_appeal(scene):
    """Give an appeal that waits for a decision."""
    decision = a_statement(scene, "He lies.", 90).decision
    return make_appeal(new=NewAppeal(decision, "He does.", appellant=scene.author), now=clock())


def a_limit(scene):
    """Look first at what a guest writes; give their comment and the limit."""
    guest = make_guest(now=clock())
    comment = said(scene.thread, guest, "He cheats.", clock() - timedelta(seconds=30))
    penalty = Penalty(guest, scene.stranger, facts="Hm.")
    return comment, hold_first(penalty=penalty, until=None, now=clock())


def a_noticed_thing():
    """Give notice of an address that leads nowhere, and give what waits for an answer then."""
    new = NewNotice(
        category="hate",
        places=[Place("/nowhere/")],
        words="It incites.",
        name="Nora",
        address="nora@mail.test",
        is_in_good_faith=True,
    )
    return give_notice(new=new, now=clock() - timedelta(hours=1)).things.get()


@pytest.fixture
def places(scene):
    limited, limit = a_limit(scene)
    return {
        "comment": scene.comment.pk,
        "thread": scene.thread.pk,
        "held": scene.held.pk,
        "campaign": scene.campaign.pk,
        "text": HeldText.objects.create(
            kind="name", person=scene.author, text="Miracle Ada", held_at=clock()
        ).pk,
        "held_revision": scene.held.current_id,
        "appeal": an_appeal(scene).pk,
        "limit": limit.pk,
        "limited": limited.pk,
        "statement": a_statement(scene, "He steals.", 60).secret,
        "noticed": a_noticed_thing().pk,
        "topic": scene.topic.pk,
        "ref": checkout_of(scene.promise).ref,
        "promise": scene.promise.secret,
        "promise_id": scene.promise.pk,
        "bank_line": scene.bank_line.pk,
        "invitation": invitation_path(Invitation("nora@paper.test", ("editor",))),
    }


def test_every_string_in_a_comment_and_its_authors_name(scene, browsers, strings):
    assert len(strings) == 1515
    wrong = []
    every = [*strings, *own_strings()]
    for text in [*WORST, *(every if IS_SOAK else every[:: len(FIELDS) // 5])]:
        problem = problem_of_comment(browsers["nobody"], text)
        if problem:
            wrong.append((text[:60], problem))
    assert wrong == []


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_keeps_or_hands_back(scene, browsers, places, strings, kind):
    field = FIELDS[kind]
    wrong = []
    for text in share_of(strings, kind, FIELDS):
        problem = problem_of_field(field, browsers[field.by], places, scene, text)
        if problem:
            wrong.append((text[:80], problem))
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "text"), [("a campaign's title", "Boats"), ("a recorded gift's amount", "5")]
)
def test_what_stands_around_a_field_is_taken(scene, browsers, places, kind, text):
    """The control: else each string would be refused for another reason than itself."""
    field = FIELDS[kind]
    answer = send_field(field, browsers[field.by], places, text)
    assert answer.status_code == 303, answer.content.decode()[:2000]


@pytest.mark.parametrize("kind", ASKED)
def test_nothing_that_is_asked_for_is_an_error(scene, browsers, strings, kind):
    client = browsers["nobody"]
    wrong = []
    for text in share_of(strings, kind, ASKED):
        asked = quote(text.encode("utf-8", "surrogatepass"), safe="")
        answer = client.get(
            ASKED[kind].format(asked),
            headers={"User-Agent": as_header(text), "X-Y": as_header(text)},
        )
        if answer.status_code >= 500:
            wrong.append((text[:80], answer.status_code, getattr(answer, "exc_info", None)))
        elif kind == "a search" and one_line(text) and answer.status_code == 200:
            found = BeautifulSoup(answer.content, "html.parser").find(id="q") or {}
            shown = found.get("value", "")
            if normal(shown) != normal(one_line(as_received(text).replace("\0", ""))[:200]):
                wrong.append((text[:80], "the words are not handed back", shown[:80]))
        answer.getvalue()
    assert wrong == []


def test_a_field_that_loses_words_would_be_found(scene, browsers, places):
    """The control: words that no view gives back are missed in its page."""
    page = browsers["nobody"].get("/search/?q=kept").content.decode()
    assert is_handed_back(page, "q", "kept")
    assert not is_handed_back(page, "q", "lost")


@pytest.mark.parametrize("kept", ["", None, "other words"])
def test_a_field_that_takes_words_and_drops_them_would_be_found(scene, kept):
    """The control: a form that accepts words and stores none, or others."""
    losing = Field("/", "text", {}, lambda _scene, _before: kept)
    assert problem_of_stored(losing, scene, {}, "words")
    assert kept or not problem_of_stored(losing, scene, {}, " ".strip())


def share_of(strings, kind, kinds):
    """Give a field its strings: all in the soak, else those that no other gets, and a third of the worst."""
    if IS_SOAK:
        return [*WORST, *strings]
    number = list(kinds).index(kind)
    return [*WORST[number % 3 :: 3], *strings[number :: len(kinds)]]


def as_header(text):
    return text.encode("utf-8", "replace").decode("latin-1").translate(NO_CONTROLS)


NO_CONTROLS = dict.fromkeys((*range(32), 127), " ")


def send(client, address, sent, **options):
    """Post a form as a browser does, but half characters as they are: those no browser sends."""
    body = urlencode(sent, errors="surrogatepass")
    return client.post(address, body, "application/x-www-form-urlencoded", **options)


def problem_of_comment(client, text):
    """Post it as words and name; where it is refused, only the words."""
    for sent in ({"text": text, "name": text}, {"text": text, "name": "Cy"}):
        text = as_received(text)
        with without_trace():
            answer = send(client, COMMENTS, sent, headers={"HX-Request": "true"})
            if answer.status_code >= 500:
                return answer.status_code, getattr(answer, "exc_info", None)
            if answer.status_code == 200:
                made = Comment.objects.select_related("current", "author").order_by("-pk").first()
                if made.current.text != normal_newlines(text):
                    return "other words are stored", made.current.text
                if made.author.name != as_received(sent["name"]).strip():
                    return "another name is stored", made.author.name
                return None
        page = answer.content.decode()
        if not is_refused_with_words(answer, page):
            return "refused without words", answer.status_code
        for name, typed in sent.items():
            if not is_handed_back(page, name, as_received(typed)):
                return f"{name} is not handed back", page[:200]
    return None


def send_field(field, client, places, text):
    """Post a field's form with these words in it."""
    address = field.address.format(**places)
    sent = {
        name: value.format(**places) if "{" in value and "}" in value and name != "story" else value
        for name, value in field.rest.items()
    }
    sent[field.name] = text
    if field.by == "owner":
        client.handler.enforce_csrf_checks = False
    return send(client, address, sent)


def problem_of_field(field, client, places, scene, text):
    with without_trace():
        before = pks(field)
        answer = send_field(field, client, places, text)
        if answer.status_code >= 500:
            return answer.status_code, getattr(answer, "exc_info", None)
        if answer.status_code < 400:
            return problem_of_stored(field, scene, before, text)
    text = as_received(text)
    page = answer.content.decode()
    if not is_refused_with_words(answer, page):
        return "refused without words", answer.status_code
    if field.stored is None or field.secret or answer.status_code in {403, 404, 410}:
        return None
    return None if is_handed_back(page, field.name, text) else "not handed back"


def problem_of_stored(field, scene, before, text):
    """What was taken is there as it was typed; nothing at all only of white space."""
    if field.stored is None:
        return None
    stored, wanted = field.stored(scene, before), expected(field, text)
    if wanted.strip() and not stored:
        return "it was taken, and nothing is stored", stored
    if stored is not None and stored != wanted:
        return "something else is stored", stored
    return None


def as_received(text):
    """Read bytes that are no UTF-8 as Django and browsers do."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def pks(field):
    model = getattr(field.stored, "model", None)
    if model is None:
        return {}
    row = model.objects.order_by("-pk").first()
    return {model: row.pk if row else None} if model is not GiftWords else {}


def expected(field, text):
    text = as_received(text)
    text = one_line(text) if field.folded else normal_newlines(text)
    return text.strip() if field.trimmed else text


def is_refused_with_words(answer, page):
    """Whether a refused form says why, or the whole page does."""
    if answer.status_code in {403, 404, 410}:
        return "<h1" in page
    return 400 <= answer.status_code < 500 and bool(SAYS_WHY.search(page))


SAYS_WHY = re.compile(
    r'class="[^"]*(?:message-error|message-warn|field-error|error-message|messages)[^>]*>'
)


def is_handed_back(page, name, typed):
    """Whether a field of the page holds what was typed, as a browser would read it."""
    return stands_there(page, name, typed) or is_read_back(page, name, typed)


def stands_there(page, name, typed):
    """Look for it escaped as Django escapes: quick, and right where nothing is special."""
    field = rf'<(?:input|textarea)\b[^>]*\bname="{name}"[^>]*>'
    value = html.escape(typed)
    return any(
        f' value="{value}"' in found[0] or page.startswith(f"\n{value}</textarea>", found.end())
        for found in re.finditer(field, page)
    )


def is_read_back(page, name, typed):
    for found in BeautifulSoup(page, "html5lib").find_all(attrs={"name": name}):
        # html5lib replaces what HTML cannot hold, as browsers do; so is what is compared with.
        value = found.get_text() if found.name == "textarea" else found.get("value") or ""
        if normal(value) == normal(typed):
            return True
    return False


def normal(text):
    """As HTML can carry it: plain line ends, and neither NUL nor other control characters."""
    page = BeautifulSoup(f"<textarea>\n{html.escape(text)}</textarea>", "html5lib")
    return normal_newlines(page.textarea.get_text()).strip("\n").replace("\n", " ")
