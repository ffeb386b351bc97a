"""Comments: as they were, and nobody is troubled by them."""

from datetime import UTC, datetime

from standfirst.discussion.models import Comment, Notice, Thread
from standfirst.moderation.models import Decision, Screening
from standfirst.newsroom.models import ArticlePage, PlainPage
from standfirst.notify.models import Message
from standfirst.people.models import Person
from tests.transfer.wordpress.files import comment, item, wxr


def of(number):
    return Comment.objects.get(imported_id=f"comment:{number}")


def test_a_comment_is_as_it_was(move_in):
    move_in(wxr(item(1, comments=[comment(5, "Well <b>said</b>.\n\nReally.")])))
    found = of(5)
    assert found.state == "visible"
    assert found.created_at == found.published_at == datetime(2012, 4, 16, 8, 0, tzinfo=UTC)
    assert found.imported_from == "wordpress:https://old.example"
    assert found.current.text == "Well <b>said</b>.\n\nReally."
    assert found.current.html == "<p>Well <b>said</b>.</p><p>Really.</p>"
    assert found.thread.page_id == ArticlePage.objects.get().pk
    assert found.thread.comment_count == 1
    author = found.author
    assert (author.name, author.email, author.origin) == ("Cora", "cora@reader.example", "import")
    assert author.email_proven_at is None
    assert author.user is None


def test_no_screen_judges_and_nobody_is_told(move_in, moderator):
    move_in(wxr(item(1, comments=[comment(5), comment(6, comment_approved="0")])))
    for table in (Screening, Decision, Notice, Message):
        assert not table.objects.exists(), table


def test_answers_stand_below_what_they_answer_wherever_they_are_in_the_file(move_in):
    said = [
        comment(8, comment_parent="7", comment_date_gmt="2012-04-17 08:00:00"),
        comment(7, comment_parent="6"),
        comment(6),
    ]
    move_in(wxr(item(1, comments=said)))
    assert of(8).parent == of(7)
    assert of(7).parent == of(6)
    assert of(8).root == of(6)
    assert of(6).conversation_count == 2


def test_states_are_kept(move_in):
    states = [
        ("1", "visible"),
        ("approve", "visible"),
        ("0", "held"),
        ("hold", "held"),
        ("", "held"),
    ]
    said = [comment(number, comment_approved=old) for number, (old, _) in enumerate(states)]
    move_in(wxr(item(1, comments=said)))
    assert [of(number).state for number in range(len(states))] == [state for _, state in states]


def test_a_held_comment_is_shown_to_nobody(move_in, client):
    said = [comment(5, "Seen by all."), comment(6, "Kept waiting.", comment_approved="0")]
    move_in(wxr(item(1, comments=said)))
    text = client.get(ArticlePage.objects.get().get_url_parts()[2]).content.decode()
    assert "Seen by all." in text
    assert "Kept waiting." not in text


def test_what_is_left_is_counted_with_the_reason(move_in):
    said = [
        comment(5, comment_approved="spam"),
        comment(6, comment_approved="trash"),
        comment(7, comment_type="pingback"),
        comment(8, comment_type="trackback"),
    ]
    account = move_in(wxr(item(1, comments=said)))
    assert account.lines["Comments"].left == {
        "was marked as spam": 1,
        "was in the old paper's bin": 1,
    }
    assert account.of("pingback").why.startswith("a pingback: another site's notice")
    assert account.of("trackback").why.startswith("a trackback: another site's notice")
    assert not Comment.objects.exists()


def test_an_answer_to_what_was_left_stands_where_that_stood(move_in):
    said = [
        comment(5),
        comment(6, comment_parent="5", comment_approved="spam"),
        comment(7, comment_parent="6"),
        comment(8, comment_type="pingback"),
        comment(9, comment_parent="8"),
        comment(10, comment_parent="99"),
    ]
    account = move_in(wxr(item(1, comments=said)))
    assert of(7).parent == of(5)
    assert of(9).parent is None
    assert of(10).parent is None
    assert "it stands below what that answered" in account.of("comment", "7").notes[0]
    assert account.of("comment", "9").notes == ("what it answered was left: it stands by itself",)
    assert account.of("comment", "10").notes == (
        "what it answered is not in the file: it stands by itself",
    )


def test_comments_that_answer_each_other_in_a_circle_are_taken(move_in):
    said = [comment(5, comment_parent="6"), comment(6, comment_parent="5")]
    account = move_in(wxr(item(1, comments=said)))
    assert account.counts("Comments") == (2, 2, 0, 0)


def test_who_gave_the_same_name_and_address_is_one_person(move_in):
    said = [
        comment(5),
        comment(6, comment_author_email="CORA@reader.example"),
        comment(7, comment_author="Cora the reader"),
        comment(8, comment_author_email=""),
        comment(9, comment_author_email=""),
        comment(10, comment_author_email="no address"),
    ]
    account = move_in(wxr(item(1, comments=said)))
    assert of(5).author == of(6).author
    assert of(7).author != of(5).author
    assert of(8).author != of(9).author
    assert of(10).author.email == ""
    assert account.of("comment", "10").notes == ("its e-mail address is none and was left",)


def test_an_address_that_somebody_proved_here_is_not_theirs_by_import(move_in, reader):
    said = comment(5, comment_author_email=reader.email)
    move_in(wxr(item(1, comments=[said])))
    assert of(5).author != reader
    assert Person.objects.get(pk=of(5).author_id).merged_into is None


def test_comments_of_what_is_not_public_are_kept_and_at_no_exit(move_in, client):
    move_in(
        wxr(
            item(1, post_name="secret", post_password="enter", comments=[comment(5, "The secret.")])
        )
    )
    found = of(5)
    page = ArticlePage.objects.get()
    assert found.thread.page_id == page.pk
    path = page.get_url_parts()[2]
    for exit_ in (path, f"{path}comments/", f"/comments/{found.pk}/", "/", "/search/?q=secret"):
        response = client.get(exit_, follow=True)
        assert "The secret." not in response.content.decode(), exit_
        assert "secret" not in response.headers.get("location", "")
    assert client.get(f"/comments/{found.pk}/").status_code == 404


def test_comments_on_a_page_are_kept_closed(move_in):
    move_in(wxr(item(1, post_type="page", comments=[comment(5)])))
    assert of(5).thread == Thread.objects.get(page_id=PlainPage.objects.get(slug="item-1").pk)
    assert of(5).thread.mode == "closed"


def test_comments_on_a_picture_are_left(move_in):
    account = move_in(
        wxr(
            item(1, post_type="attachment", comments=[comment(5)]),
            item(2, status="trash", comments=[comment(6)]),
        )
    )
    for number in ("5", "6"):
        assert account.of("comment", number).why == "what it was written to was not taken"


def test_a_comment_without_words_or_with_an_unshowable_sign_is_left(move_in):
    account = move_in(wxr(item(1, comments=[comment(5, " "), comment(6, "a\x7fb")])))
    assert account.of("comment", "5").why == "has no words"
    assert account.of("comment", "6").why == "has a character that cannot be stored"


def test_a_time_to_come_is_now_and_no_time_is_now(move_in, now):
    said = [
        comment(5, comment_date_gmt="2096-01-01 00:00:00"),
        comment(6, comment_date_gmt="0000-00-00 00:00:00", comment_date=""),
    ]
    move_in(wxr(item(1, comments=said)))
    assert of(5).created_at == of(6).created_at == now


def test_new_comments_of_a_later_export_join_the_thread(move_in):
    move_in(wxr(item(1, comments=[comment(5)])))
    account = move_in(wxr(item(1, comments=[comment(5), comment(6, comment_parent="5")])))
    assert account.counts("Comments") == (2, 1, 1, 0)
    assert of(6).parent == of(5)
    assert Thread.objects.get().comment_count == 2


def test_hostile_comments_are_shown_as_words(move_in, client):
    text = (
        '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
    )
    move_in(wxr(item(1, comments=[comment(5, text)])))
    assert of(5).current.text == text
    html = of(5).current.html
    assert "<script" not in html
    assert "onerror" not in html
    assert "javascript:" not in html
