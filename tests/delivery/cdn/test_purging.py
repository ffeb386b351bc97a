"""What goes stale is purged at the CDN, by a job that comes back until the CDN has done it."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from standfirst.delivery.actions import mark_stale, purge, purge_whole_cdn
from standfirst.delivery.actions.cdn import AGAIN_AFTER
from standfirst.delivery.cdn.providers import PROVIDERS
from standfirst.delivery.models import CdnPurge
from standfirst.outbox.actions import delay_after
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
from tests.delivery.cdn.conftest import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)
CDNS = sorted(PROVIDERS)
KINDS = [kind for kind in JOBS if kind.name == "cdn_purge"]


def tell(action, *keys, now):
    with transaction.atomic():
        action(*keys, now=now)


def work(now):
    """Have the worker do what is due at a time; give how much that was."""
    return Worker(jobs=KINDS, schedule=(), clock=lambda: now).work_until_idle()


def waiting(**wanted):
    return sorted(CdnPurge.objects.filter(**wanted).values_list("tag", flat=True))


class TestNoting:
    def test_without_a_cdn_nothing_is_noted(self, now):
        tell(mark_stale, "page:1", now=now)
        tell(purge, "page:1", now=now)
        purge_whole_cdn(now=now)
        assert not CdnPurge.objects.exists()

    def test_a_stale_key_is_purged_at_once_and_what_shows_it_softly_later(self, behind, now):
        behind("fastly")
        tell(mark_stale, "page:1", "latest", "page:1", now=now)
        assert waiting(due_at=now) == ["latest", "page:1"]
        later = ["latest", "page:1", "soft.latest", "soft.page:1"]
        assert waiting(due_at=now + AGAIN_AFTER) == later
        assert not CdnPurge.objects.filter(is_hard=True).exists()

    def test_a_purge_is_for_what_shows_it_softly_too_and_at_once(self, behind, now):
        behind("fastly")
        tell(purge, "page:1", now=now)
        assert waiting(due_at=now, is_hard=True) == ["page:1", "soft.page:1"]
        assert waiting(due_at=now + AGAIN_AFTER, is_hard=True) == ["page:1", "soft.page:1"]

    def test_what_is_rolled_back_is_not_noted(self, behind, now):
        behind("fastly")
        with transaction.atomic():
            purge("page:1", now=now)
            transaction.set_rollback(True)
        assert not CdnPurge.objects.exists()


class TestAsking:
    def test_fastly_is_asked_as_its_documents_say(self, behind, border, now):
        behind("fastly")
        tell(mark_stale, "page:1", now=now)
        work(now)
        (asked,) = border.asked
        assert (asked.method, asked.path) == ("POST", "/service/paper/purge")
        assert json.loads(asked.body) == {"surrogate_keys": ["page:1"]}
        assert asked.headers["fastly-key"] == TOKEN
        assert asked.headers["fastly-soft-purge"] == "1"
        border.asked.clear()
        tell(purge, "page:2", now=now)
        work(now)
        assert "fastly-soft-purge" not in border.asked[0].headers

    def test_cloudflare_is_asked_as_its_documents_say(self, behind, border, now):
        behind("cloudflare")
        tell(purge, "page:1", now=now)
        work(now)
        (asked,) = border.asked
        assert (asked.method, asked.path) == ("POST", "/zones/paper/purge_cache")
        assert json.loads(asked.body) == {"tags": ["page:1", "soft.page:1"]}
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"
        assert asked.headers["content-type"] == "application/json"

    def test_varnish_is_asked_as_the_example_understands(self, behind, border, now):
        behind("varnish")
        tell(mark_stale, "page:1", "page:2", now=now)
        tell(purge, "page:3", now=now)
        work(now)
        hard, soft = border.asked
        assert (hard.method, hard.path, hard.body) == ("PURGE", "/", b"")
        assert (hard.headers["xkey"], soft.headers["xkey-soft"]) == (
            "page:3 soft.page:3",
            "page:1 page:2",
        )

    def test_several_caches_are_all_asked(self, behind, border, now):
        behind("varnish", border.url("varnish"), f"{border.url('varnish')}/two")
        tell(mark_stale, "page:1", now=now)
        work(now)
        assert [asked.path for asked in border.asked] == ["/", "/two"]


class TestWorkingOff:
    @pytest.mark.parametrize("cdn", CDNS)
    def test_each_tag_is_purged_at_once_and_again(self, behind, border, now, cdn):
        behind(cdn)
        tell(mark_stale, "page:1", now=now)
        work(now)
        work(now + AGAIN_AFTER - timedelta(seconds=1))
        assert [asked.tags for asked in border.asked] == [["page:1"]]
        work(now + AGAIN_AFTER)
        assert [asked.tags for asked in border.asked[1:]] == [["page:1", "soft.page:1"]]
        assert not CdnPurge.objects.exists()

    @pytest.mark.parametrize("cdn", CDNS)
    def test_batches_are_as_large_as_the_cdn_takes(self, behind, border, now, cdn):
        behind(cdn)
        most = PROVIDERS[cdn].most_tags
        tell(mark_stale, *[f"page:{number}" for number in range(most + 1)], now=now)
        work(now)
        assert [len(asked.tags) for asked in border.asked] == [most, 1]
        assert len({tag for asked in border.asked for tag in asked.tags}) == most + 1

    def test_a_tag_that_went_stale_often_is_purged_once(self, behind, border, now):
        behind("fastly")
        for _ in range(20):
            tell(mark_stale, "page:1", now=now)
        assert work(now) == 1
        assert [asked.tags for asked in border.asked] == [["page:1"]]
        assert CdnPurge.objects.filter(due_at=now).count() == 0

    def test_what_must_not_be_shown_again_goes_first(self, behind, border, now):
        behind("cloudflare")
        most = PROVIDERS["cloudflare"].most_tags
        tell(mark_stale, *[f"page:{number}" for number in range(2 * most)], now=now)
        tell(purge, "page:secret", now=now)
        work(now)
        assert border.asked[0].tags == ["page:secret", "soft.page:secret"]

    def test_what_is_noted_meanwhile_is_purged_again(self, behind, border, now, monkeypatch):
        """A row that is committed while the request is on its way may be younger than the purge."""
        behind("fastly")
        tell(mark_stale, "page:1", now=now)
        sending = "standfirst.delivery.actions.cdn.send_purge"
        monkeypatch.setattr(sending, lambda url, request: tell(mark_stale, "page:1", now=now))
        Worker(jobs=KINDS, schedule=(), clock=lambda: now).work_once()
        assert waiting(due_at=now) == ["page:1"]

    def test_a_release_purges_everything(self, behind, border, now):
        behind("fastly")
        purge_whole_cdn(now=now)
        work(now)
        assert [asked.tags for asked in border.asked] == [["paper"]]

    def test_what_was_noted_for_a_cdn_that_is_gone_goes_too(self, behind, border, settings, now):
        behind("fastly")
        tell(mark_stale, "page:1", now=now)
        settings.STANDFIRST_CDN = ""
        work(now)
        assert (border.asked, CdnPurge.objects.count()) == ([], 0)


class TestTrouble:
    @pytest.mark.parametrize("status", [301, 403, 429, 500, 503])
    def test_what_the_cdn_refuses_comes_back_later_all_of_it(self, behind, border, now, status):
        behind("cloudflare")
        border.status, border.body = status, b"no, " + b"x" * 1000
        tell(mark_stale, "page:1", "page:2", now=now)
        work(now)
        assert len(border.asked) == 1
        put_off = CdnPurge.objects.filter(tag__in=["page:1", "page:2"], attempts=1)
        assert {row.due_at for row in put_off} == {now + delay_after(1)}
        assert all(f"answered {status}: no, " in row.last_error for row in put_off)
        assert TOKEN not in " ".join(row.last_error for row in put_off)

        border.status, border.body = 200, b""
        work(now + delay_after(1))
        assert border.asked[-1].tags == ["page:1", "page:2"]
        assert waiting(attempts__gt=0) == []

    def test_a_good_status_with_bad_words_is_no_success(self, behind, border, now):
        behind("cloudflare")
        border.body = b'{"success": false, "errors": [{"message": "unknown zone"}]}'
        tell(mark_stale, "page:1", now=now)
        work(now)
        assert "unknown zone" in CdnPurge.objects.get(attempts=1).last_error

    def test_a_cdn_that_is_away_is_tried_again(self, behind, border, now):
        behind("fastly", "http://127.0.0.1:1/service/paper/purge")
        tell(purge, "page:1", now=now)
        work(now)
        assert waiting(attempts=1) == ["page:1", "soft.page:1"]
        behind("fastly")
        work(now + delay_after(1))
        assert border.asked[0].tags == ["page:1", "soft.page:1"]

    def test_what_fails_for_good_is_left_for_a_person(self, behind, border, now):
        behind("fastly")
        border.status = 500
        tell(mark_stale, "page:1", "page:2", now=now)
        CdnPurge.objects.update(attempts=11)
        work(now)
        assert waiting(due_at=None) == ["page:1", "page:2"]

    def test_a_worker_that_dies_leaves_its_batch_to_the_next(
        self, behind, border, now, monkeypatch
    ):
        class Killed(BaseException):
            pass

        def die(url, request):
            raise Killed

        behind("fastly")
        tell(mark_stale, "page:1", "page:2", now=now)
        with monkeypatch.context() as patched:
            patched.setattr("standfirst.delivery.actions.cdn.send_purge", die)
            with pytest.raises(Killed):
                work(now)
        work(now + timedelta(minutes=4))
        assert [asked.tags for asked in border.asked] == [
            ["page:1", "page:2", "soft.page:1", "soft.page:2"]
        ], "the control: the second purges, which nobody had taken"
        border.asked.clear()
        work(now + timedelta(minutes=6))
        assert [asked.tags for asked in border.asked] == [["page:1", "page:2"]]
