"""Writing to a passage over HTTP: what the page shows, what the form takes and what is handed back."""

import pytest
from bs4 import BeautifulSoup

from standfirst.discussion import actions
from standfirst.discussion.models import Anchor, Comment, Thread
from tests.discussion.passages import FIRST, QUOTE, SECOND, STORY, publish_report

HTMX = {"HX-Request": "true"}


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def address(report):
    return report.article.get_url()


@pytest.fixture
def member(client_of, reader):
    return client_of(reader)


def page_at(client, address, status=200, **options):
    response = client.get(address, **options)
    assert response.status_code == status, response.content
    return BeautifulSoup(response.content, "html5lib")


def selected(**changes):
    """What the script sends of a selection."""
    sent = {
        "block": FIRST,
        "quote": QUOTE,
        "prefix": "on Monday. It ",
        "suffix": ", and nobody was told.",
    }
    return sent | changes


class TestReading:
    def test_a_bubble_with_the_count_stands_behind_the_passage(
        self, report, address, member, reader, supporter
    ):
        report.write(reader, "I heard it.")
        report.write(supporter, "So did I.")
        page = page_at(member, address)
        assert [piece.get_text() for piece in page.select(".story .passage")] == [QUOTE]
        bubble = page.select_one(".passage + .passage-bubble")
        assert bubble.select_one("[aria-hidden]").get_text() == "2"
        assert bubble.select_one(".unseen").get_text() == "2 comments on this passage"
        place = page.select_one(bubble["href"])
        assert place.find_parent("details")["id"].startswith("passage-")
        assert "I heard it." in place.get_text()
        assert "So did I." in place.get_text()
        assert place.find("a", string="View all comments")["href"] == f"{address}comments/"

    def test_a_comment_stands_at_its_passage_and_not_a_second_time_below(
        self, report, address, member, reader
    ):
        comment = report.write(reader)
        page = page_at(member, address)
        assert len(page.select(f"#comment-{comment.pk}")) == 1
        assert page.select_one(f".passages #comment-{comment.pk}")

    def test_the_threads_own_page_quotes_the_passage_and_leads_to_it(
        self, report, address, member, reader
    ):
        comment = report.write(reader)
        shown = page_at(member, f"{address}comments/").select_one(f"#comment-{comment.pk}")
        assert shown.select_one("blockquote").get_text() == QUOTE
        assert shown.select_one(".comment-passage a")["href"] == f"{address}#passages-{FIRST}"
        assert page_at(member, address).select_one(f"#passages-{FIRST}")

    def test_a_changed_passage_is_quoted_as_it_was_read_and_as_it_reads(
        self, report, address, member, reader
    ):
        report.write(reader)
        report.edit(first=STORY[FIRST].replace("the gate", "both gates"))
        words = page_at(member, f"{address}comments/").select_one(".comment-passage").get_text()
        assert QUOTE in words
        assert "closed both gates for repairs" in words
        marked = page_at(member, address).select(".story .passage")
        assert [piece.get_text() for piece in marked] == ["closed both gates for repairs"]

    def test_a_lost_passage_is_quoted_below_the_article_and_marked_nowhere(
        self, report, address, member, reader
    ):
        comment = report.write(reader)
        report.edit(first="<p>Nothing is known of any meeting whatsoever.</p>")
        page = page_at(member, address)
        assert page.select(".passage, .passage-bubble") == []
        shown = page.select_one(f"#comment-list #comment-{comment.pk}")
        assert "has not any more" in shown.get_text()
        assert shown.select_one("blockquote").get_text() == QUOTE

    def test_held_words_are_at_no_passage(self, report, address, member):
        report.write(None, "A guest who waits.")
        assert Comment.objects.get().is_held
        page = page_at(member, address)
        assert page.select(".passage, .passage-bubble, .passage-details") == []
        assert "A guest who waits." not in page.get_text()

    def test_removed_words_are_at_no_passage(self, report, address, member, reader):
        comment = report.write(reader, "Taken back again.")
        actions.withdraw_comment(comment=comment, author=reader, now=report.later())
        assert page_at(member, address).select(".passage-bubble") == []

    def test_the_first_five_are_shown_and_all_are_counted(self, report, address, member, reader):
        for number in range(7):
            report.write(reader, f"Word {number} of seven.")
        page = page_at(member, address)
        assert len(page.select(".passage-comments .comment")) == 5
        assert page.select_one(".passage-count").get_text() == "7 comments"

    def test_passages_of_two_blocks_and_of_one_stand_at_their_words(
        self, report, address, member, reader
    ):
        report.write(reader, "One.")
        report.write(reader, "Two.", quote="nobody was told")
        report.write(reader, "Three.", quote="Boats wait", block=SECOND)
        page = page_at(member, address)
        pieces = [piece.get_text() for piece in page.select(".story .passage")]
        assert pieces == [QUOTE, "nobody was told", "Boats wait"]
        assert len(page.select(f"#passages-{FIRST} details")) == 2
        assert len(page.select(f"#passages-{SECOND} details")) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, report, address, member, reader, count, django_assert_max_num_queries
    ):
        for number in range(count):
            report.write(
                reader, f"Word {number} of many.", quote=("closed", "repairs", "nobody")[number]
            )
        member.get(address)
        with django_assert_max_num_queries(24):
            assert len(page_at(member, f"{address}?x={count}").select(".passage-bubble")) == count


class TestWriting:
    def test_a_paragraph_is_chosen_and_written_to(self, report, address, member):
        page = page_at(member, f"{address}comments/passages/")
        choices = page.select(".passage-choice li")
        assert [choice.blockquote.get_text() for choice in choices] == [
            "The council met on Monday. It closed the gate for repairs, and nobody was told.",
            "Boats wait below the weir. The miller says that he heard of it from a skipper.",
        ]
        form = page_at(member, f"{address}comments/passages/{choices[1].a['href']}").select_one(
            "main form"
        )
        assert form["action"] == f"{address}comments/passages/"
        sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        answer = member.post(form["action"], sent | {"text": "All true."})
        comment = Comment.objects.get()
        assert answer.status_code == 303
        assert answer["Location"].endswith(f"#comment-{comment.pk}")
        assert (str(comment.anchor.block), comment.anchor.position) == (SECOND, 0)
        assert comment.anchor.quote == choices[1].blockquote.get_text()

    def test_what_a_script_selected_is_found_and_quoted_in_whole_words(
        self, report, address, member
    ):
        asked = selected(quote="sed the gate for rep", prefix="Monday. It clo", suffix="airs, and")
        page = page_at(member, f"{address}comments/passages/", data=asked)
        assert page.select_one(".passage-quote").get_text() == QUOTE

    @pytest.mark.parametrize("prefix", ["on Monday. It cl", "It cl", "2 It cl"])
    def test_a_selection_within_words_is_found_whatever_is_known_around_it(
        self, report, address, member, prefix
    ):
        """A mouse ends anywhere; a script says nothing of what follows, and may count a bubble in."""
        sent = {"block": FIRST, "quote": "osed the gate for repai", "prefix": prefix}
        page = page_at(member, f"{address}comments/passages/", data=sent)
        assert page.select_one(".passage-quote").get_text(strip=True) == QUOTE

    def test_of_a_selection_over_two_paragraphs_the_first_is_taken_and_that_is_said(
        self, report, address, member
    ):
        said = "You selected more than one paragraph."
        both = selected(quote=f"\n{QUOTE}, and nobody was told.\n\nBoats wait below the weir.\n")
        for options in ({}, {"headers": HTMX}):
            page = page_at(member, f"{address}comments/passages/", data=both, **options)
            words = f"{QUOTE}, and nobody was told"
            assert page.select_one(".passage-quote").get_text().rstrip(".") == words
            assert said in page.get_text()
            alone = page_at(member, f"{address}comments/passages/", data=selected(), **options)
            assert said not in alone.get_text()

    def test_htmx_gets_the_form_and_then_the_comment_in_its_place(self, report, address, member):
        where = f"{address}comments/passages/"
        fragment = page_at(member, where, data=selected(), headers=HTMX)
        assert fragment.select_one("h1") is None
        assert fragment.select_one("textarea").has_attr("autofocus")
        answer = member.post(where, selected(text="I heard it."), headers=HTMX)
        assert answer.status_code == 200
        shown = BeautifulSoup(answer.content, "html5lib")
        assert shown.select_one(".comment-text").get_text().strip() == "I heard it."
        assert shown.select_one(".comment-passage") is None

    def test_an_empty_comment_is_handed_back_with_its_passage(self, report, address, member):
        answer = member.post(f"{address}comments/passages/", selected(text=""))
        page = BeautifulSoup(answer.content, "html5lib")
        assert answer.status_code == 422
        assert page.select_one(".passage-quote").get_text() == QUOTE
        assert page.select_one("[name=quote]")["value"] == QUOTE

    @pytest.mark.parametrize("options", [{}, {"headers": HTMX}])
    def test_a_passage_that_is_gone_is_said(self, report, address, member, options):
        gone = selected(quote="words that stand nowhere in this report")
        for answer in (
            member.get(f"{address}comments/passages/", gone, **options),
            member.post(f"{address}comments/passages/", gone | {"text": "Hm."}, **options),
        ):
            assert answer.status_code == 410
            assert "not in the report any more" in answer.content.decode()
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        "asked",
        [
            {"paragraph": "99"},
            {"paragraph": "x"},
            {"quote": QUOTE},
            {"block": FIRST},
            {"block": FIRST, "quote": "x" * 9000},
        ],
    )
    def test_what_names_no_passage_shows_the_choice(self, report, address, member, asked):
        page = page_at(member, f"{address}comments/passages/", data=asked)
        assert len(page.select(".passage-choice li")) == 2

    def test_a_guest_is_held_as_elsewhere_and_sees_it(self, report, address, client_of):
        guest = client_of(None)
        answer = guest.post(f"{address}comments/passages/", selected(text="I heard it.", name="Jo"))
        assert "here" in answer.cookies
        assert Comment.objects.get().is_held
        assert Anchor.objects.count() == 1
        assert "Waiting for a moderator" in page_at(guest, answer["Location"]).get_text()

    def test_where_nobody_may_write_the_page_says_so(self, report, address, member):
        Thread.objects.update(mode="closed")
        page = page_at(member, f"{address}comments/passages/")
        assert "The discussion is closed." in page.get_text()
        assert "Write to this paragraph" not in page.get_text()
        form = page_at(member, f"{address}comments/passages/?paragraph=0")
        assert [each["id"] for each in form.select("main form")] == [f"error-{FIRST}"]
        answer = member.post(f"{address}comments/passages/", selected(text="I heard it."))
        assert not Comment.objects.exists()
        assert answer.status_code == 403

    def test_a_page_without_passages_has_no_such_address(self, page, member):
        assert member.get(f"{page.get_url()}comments/passages/").status_code == 404

    def test_nobody_keeps_it(self, report, address, member):
        assert member.get(f"{address}comments/passages/")["Cache-Control"] == "private, no-store"
