"""A public page is the same bytes for everyone, at every address that a reader can come to."""

import io
from pathlib import PurePosixPath

import pytest
from django.urls import reverse
from PIL import Image

from standfirst.accounts.actions import change_own_picture
from standfirst.discussion.actions import Judgement, approve_comment
from standfirst.lib.clock import now as clock
from tests.exits.routes import all_routes
from tests.exits.walking import SEEDS, content_of, kind_of, walked

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]

# Every route that is not the staff's says here whose its answer is.
PUBLIC = {
    *("moderation:figures", "moderation:figures_of_year"),
    *("moderation:figures_json", "moderation:figures_csv", "discussion:moderation"),
    *("discussion:thread", "discussion:people", "discussion:person", "discussion:person_feed"),
    *("discussion:person_picture", "discussion:embed_script", "api_docs", "openapi"),
    *("funding:campaign", "funding:campaign_csv", "funding:campaign_ledger"),
    *("funding:ledger", "funding:ledger_csv", "funding:ledger_json", "funding:campaign_json"),
    "funding:thanks",
    *("newsroom:contributor_feed", "newsroom:feeds", "newsroom:paper_feed", "newsroom:robots"),
    *("discussion:paper_feed", "discussion:thread_feed", "newsroom:corrections_feed"),
    *("newsroom:search", "newsroom:section_feed", "newsroom:topic_feed"),
    *("sitemap", "sitemap_index"),
    *("siteconfig:palette", "siteconfig:rules", "siteconfig:rules_version"),
    *("media", "wagtail_serve", "wagtaildocs_serve"),
}
LEADS_ELSEWHERE = {"funding:support", "nowhere", "wagtailcore_login"}
MACHINES = {
    *("healthz", "readyz", "live", "notify:provider_events", "no_such_thing"),
    *("api:api-root", "api:threads", "api:thread", "api:comments", "api:comment", "api:replies"),
    *("api:counts", "api:write", "api:edit", "api:withdraw", "api:vote", "api:unvote"),
    *("api:begin", "api:report", "api:subscriptions", "api:subscribe", "api:unsubscribe"),
}
FOR_ONE = {
    *("accounts:here", "accounts:invitation", "accounts:profile"),
    *("accounts:claim", "accounts:confirm_claim", "accounts:tokens"),
    *("accounts:own_data", "accounts:export", "accounts:erase", "accounts:erased"),
    *("accounts:own_page", "accounts:own_picture", "accounts:own_badge"),
    *("accounts:giving", "accounts:giving_year"),
    *("accounts:sessions", "accounts:sign_out_everywhere", "account_signup_by_passkey"),
    *("openid_connect_login", "openid_connect_callback", "socialaccount_connections"),
    *("socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup"),
    *("mfa_index", "mfa_authenticate", "mfa_reauthenticate"),
    *("mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_signup_webauthn"),
    *("account_login", "account_logout", "account_inactive", "account_signup", "account_email"),
    *("account_reauthenticate", "account_email_verification_sent", "account_change_password"),
    *("account_set_password", "account_reset_password", "account_confirm_login_code"),
    *("account_confirm_password_reset_code", "account_complete_password_reset"),
    *("account_password_reset_completed", "account_request_login_code"),
    *("discussion:comment", "discussion:replies", "discussion:vote", "discussion:reply"),
    *(
        "discussion:edit",
        "discussion:withdraw",
        "discussion:report",
        "discussion:notice",
        "discussion:notice_state",
        "moderation:appeal",
        "moderation:appeal_notice",
        "moderation:appeal_statement",
        "discussion:mark",
        "discussion:steer",
        "discussion:visit",
        "discussion:subscribe",
        "discussion:passage",
    ),
    *("discussion:confirm_subscription", "discussion:end_subscription"),
    *("moderation:statement", "moderation:statements"),
    "discussion:begin",
    *("discussion:mute", "discussion:muted", "discussion:own_feed", "discussion:reply_feed"),
    *(
        "discussion:follow",
        "discussion:own_notices",
        "discussion:notices",
        "discussion:end_notices",
    ),
    *("funding:gift", "funding:gift_status", "funding:rehearsal", "funding:event"),
    *("funding:receipt", "funding:change_shown", "funding:transfer_image"),
    *("wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"),
}
TOKENS = (b"csrfmiddlewaretoken", b"csrftoken", b"sessionid")
# What else a request brings that no page may depend on.
ODDITIES = {
    "accept-language": "ar,de;q=0.8",
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "https",
    "x-original-url": "/admin/",
    "user-agent": "canary-agent",
    "referer": "https://evil.test/",
    "hx-request": "true",
}


def is_public(address, response):
    """Whether everybody is to get the same. A document is that too, though Wagtail lets nobody keep it."""
    if response.status_code == 200 and "private" in response["Cache-Control"]:
        return kind_of(address)[0] == "wagtaildocs_serve"
    return response.status_code in (200, 404)


def faults_of(address, clients):
    """Say what differs between visitors at one address, and what no public page carries."""
    first = clients["nobody"].get(address)
    body, faults = content_of(first), []
    asked = {
        **{role: client.get(address) for role, client in clients.items()},
        "odd headers": clients["nobody"].get(address, headers=ODDITIES),
        "another host": clients["nobody"].get(address, headers={"host": "localhost:8000"}),
    }
    for who, response in asked.items():
        if content_of(response) != body:
            faults.append(f"{address}: other bytes for {who}")
        if dict(response.items()) != dict(first.items()):
            faults.append(f"{address}: other headers for {who}")
        if response.cookies:
            faults.append(f"{address}: sets {', '.join(response.cookies)} for {who}")
        if "cookie" in response.get("Vary", "").lower():
            faults.append(f"{address}: varies with the cookie")
    # The description of the API names the cookie that it takes.
    tokens = TOKENS if address != reverse("openapi") else ()
    faults += [f"{address}: carries {token.decode()}" for token in tokens if token in body]
    return faults


def test_every_route_says_whose_its_answer_is():
    ours = {route.name for route in all_routes() if not route.is_staffs}
    told = [PUBLIC, LEADS_ELSEWHERE, MACHINES, FOR_ONE]
    assert ours == set().union(*told)
    assert sum(map(len, told)) == len(ours), "a route is in two lists"


@pytest.fixture
def picture(reader):
    """Give the address of a picture that a member shows."""
    made = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(made, "PNG")
    shown = change_own_picture(person=reader, picture=made.getvalue(), now=clock())
    return reverse("discussion:person_picture", args=[shown.pk, PurePosixPath(shown.avatar).stem])


def test_every_public_page_is_the_same_bytes_for_everyone(roles, guests_comment, picture):
    # The picture may be of somebody to whom no link of the walk leads; the script is for other sites.
    seeds = (*SEEDS, reverse("discussion:embed_script"), picture)
    answers = walked(roles["nobody"], seeds=seeds)
    addresses = [each for each, response in answers.items() if is_public(each, response)]

    assert {kind_of(address)[0] for address in addresses} == PUBLIC
    assert [fault for address in addresses for fault in faults_of(address, roles)] == []


def test_what_a_guest_is_waiting_for_is_on_no_public_page(roles, guests_comment, thread):
    found = [
        address
        for address, response in walked(roles["nobody"]).items()
        if b"Canary Guest" in content_of(response)
    ]
    assert found == []

    own = roles["guest"].get(f"{thread.comments_path}?mine")
    assert b"Canary Guest" in own.content, "the control: its author sees it"
    assert own["Cache-Control"] == "private, no-store"


def test_what_was_approved_is_on_the_public_page(roles, guests_comment, thread, moderator):
    """The control of the control: a name that is public is found."""
    judgement = Judgement(comment=guests_comment, decided_by=moderator)
    approve_comment(judgement=judgement, now=clock())
    assert b"Canary Guest" in roles["nobody"].get(thread.comments_path).content


def test_what_is_for_one_is_kept_by_nobody(roles, guests_comment, gifts):
    draft, promised = gifts
    number = guests_comment.pk
    for address in (
        *(f"/comments/{number}/{verb}/" for verb in ("", "edit", "withdraw", "report", "reply")),
        f"/support/gift/{draft.secret}/",
        f"/support/gift/{promised.secret}/status/",
        *(
            "/account/",
            "/account/here/?at=/",
            "/account/login/",
            "/account/signup/",
            "/account/password/reset/",
        ),
    ):
        address = address.replace("//", "/")
        kept = roles["guest"].get(address)["Cache-Control"]
        assert "no-store" in kept, (address, kept)
        assert "private" in kept, (address, kept)


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("shows", "other bytes for member"),
        ("cookie", "sets seen for nobody"),
        ("token", "carries csrfmiddlewaretoken"),
        ("varies", "varies with the cookie"),
        ("header", "other bytes for odd headers"),
    ],
)
def test_a_page_that_leaks_is_found(settings, client_of, reader, planted, found):
    settings.ROOT_URLCONF = "tests.exits.leaks"
    clients = {"nobody": client_of(None), "member": client_of(reader)}
    assert any(found in fault for fault in faults_of(f"/leak/{planted}/", clients))
