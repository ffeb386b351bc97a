import pytest

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment
from standfirst.moderation.models import Decision
from standfirst.people.models import User
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.cast import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, moderator):
    """Give a client that is signed in as the moderator."""
    let_in(client, moderator)
    return client


def hold(thread, now, text="Is this <b>true</b>?"):
    return post_comment(new=NewComment(thread=thread, author=None, text=text), now=now)


def decide(desk, comment, verb, queue="held", **extra):
    form = {
        "verb": verb,
        "seen_state": comment.state,
        "seen_revision": comment.current_id,
        **extra,
    }
    return desk.post(
        f"/admin/desk/{queue}/{comment.pk}/", form, headers={"origin": "http://testserver"}
    )


def state(comment):
    return Comment.objects.get(pk=comment.pk).state


def test_an_empty_list_has_words(desk, thread):
    assert b"Nothing waits here." in desk.get("/admin/desk/held/").content


def test_the_moderator_sees_what_was_written_as_text(desk, thread, now):
    hold(thread, now)
    page = desk.get("/admin/desk/held/").content
    assert b"Is this &lt;b&gt;true&lt;/b&gt;?" in page
    assert b"Its author is new here" in page


@pytest.mark.parametrize("queue", ["held", "reported", "removed"])
def test_the_number_of_queries_does_not_grow(
    desk, thread, now, queue, django_assert_max_num_queries
):
    for number in range(3):
        hold(thread, now, f"Text {number}")
    desk.get("/admin/desk/held/")
    with django_assert_max_num_queries(40) as one:
        desk.get(f"/admin/desk/{queue}/")
    for number in range(20):
        hold(thread, now, f"More {number}")
    with django_assert_max_num_queries(len(one)):
        desk.get(f"/admin/desk/{queue}/")


def test_approving_publishes(desk, thread, now):
    comment = hold(thread, now)
    response = decide(desk, comment, "approve")
    assert (response.status_code, response["Location"]) == (302, "/admin/desk/held/")
    assert state(comment) == "visible"


def test_removing_needs_a_reason_and_hands_back_what_was_typed(desk, thread, now):
    comment = hold(thread, now)
    assert decide(desk, comment, "remove").status_code == 409
    assert state(comment) == "held"


def test_removing_by_a_house_rule_cites_its_version(desk, thread, now):
    publish_rules(introduction="", paragraphs=[Paragraph("Be kind", "…")], now=now)
    comment = hold(thread, now)
    decide(desk, comment, "remove", rule="1", facts="Calls a neighbour names.")
    decision = Decision.objects.get()
    assert state(comment) == "removed"
    assert (decision.rules_version, decision.rule_number, decision.ground) == (1, 1, "rule")
    assert decision.facts.text == "Calls a neighbour names."


def test_a_removed_comment_can_be_restored(desk, thread, now):
    comment = hold(thread, now)
    decide(desk, comment, "remove", facts="Wrong.")
    comment.refresh_from_db()
    assert b"Is this" in desk.get("/admin/desk/removed/").content
    decide(desk, comment, "restore", queue="removed")
    assert state(comment) == "visible"


def test_who_comes_second_is_told(desk, thread, now):
    comment = hold(thread, now)
    decide(desk, comment, "approve")
    response = decide(desk, comment, "remove", facts="Too late.")
    assert response.status_code == 409
    assert "Somebody else has decided" in response.content.decode()
    assert state(comment) == "visible"


@pytest.mark.parametrize("verb", ["", "publish", "delete"])
def test_no_other_verbs(desk, thread, now, verb):
    comment = hold(thread, now)
    assert decide(desk, comment, verb).status_code == 422
    assert state(comment) == "held"


@pytest.mark.parametrize("path", ["/admin/desk/held/", "/admin/desk/removed/"])
def test_nobody_else_sees_the_desk(client, thread, now, path):
    hold(thread, now, "A held canary")
    assert client.get(path).status_code == 302
    client.force_login(User.objects.create_user("ada@example.test"))
    response = client.get(path)
    assert response.status_code in (302, 403)
    assert b"canary" not in response.content


def test_a_list_that_is_none_is_not_found(desk):
    assert desk.get("/admin/desk/everything/").status_code == 404


def test_a_reason_is_kept_with_plain_line_ends(desk, thread, now):
    assert (
        decide(desk, hold(thread, now), "remove", facts="One.\r\nTwo.\rThree.").status_code == 302
    )
    assert Decision.objects.get().facts.text == "One.\nTwo.\nThree."


def test_a_reason_that_cannot_be_shown_is_refused_with_words_and_handed_back(desk, thread, now):
    comment = hold(thread, now)
    response = decide(desk, comment, "remove", facts="Fine.\nNot\x07fine.")
    assert response.status_code == 422
    assert "Line 2 has a character that cannot be shown (U+0007)." in response.content.decode()
    assert "Not\x07fine.</textarea>" in response.content.decode()
    assert state(comment) == "held"
