"""A public page is the same bytes for everyone, at every address that a reader can come to."""

import pytest

from standfirst.discussion.actions import Judgement, approve_comment
from standfirst.lib.clock import now as clock
from tests.exits.routes import all_routes
from tests.exits.walking import content_of, kind_of, walked

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]

# Every route that is not the staff's says here whose its answer is.
PUBLIC = {
    "discussion:thread",
    *("funding:campaign", "funding:campaign_csv", "funding:campaign_ledger"),
    *("funding:ledger", "funding:ledger_csv"),
    *("newsroom:contributor_feed", "newsroom:feeds", "newsroom:paper_feed", "newsroom:robots"),
    *("discussion:paper_feed", "discussion:thread_feed", "newsroom:corrections_feed"),
    *("newsroom:search", "newsroom:section_feed", "newsroom:topic_feed"),
    *("sitemap", "sitemap_index"),
    *("siteconfig:palette", "siteconfig:rules", "siteconfig:rules_version"),
    *("media", "wagtail_serve", "wagtaildocs_serve"),
}
LEADS_ELSEWHERE = {"funding:support", "nowhere", "wagtailcore_login"}
MACHINES = {"healthz", "readyz", "live", "notify:provider_events"}
FOR_ONE = {
    *("accounts:here", "accounts:invitation", "accounts:profile"),
    *("accounts:claim", "accounts:confirm_claim"),
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
        "discussion:mark",
        "discussion:steer",
        "discussion:visit",
        "discussion:subscribe",
        "discussion:passage",
    ),
    *("discussion:confirm_subscription", "discussion:end_subscription"),
    *(
        "discussion:follow",
        "discussion:own_notices",
        "discussion:notices",
        "discussion:end_notices",
    ),
    *("funding:gift", "funding:gift_status", "funding:rehearsal", "funding:event"),
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
    faults += [f"{address}: carries {token.decode()}" for token in TOKENS if token in body]
    return faults


def test_every_route_says_whose_its_answer_is():
    ours = {route.name for route in all_routes() if not route.is_staffs}
    told = [PUBLIC, LEADS_ELSEWHERE, MACHINES, FOR_ONE]
    assert ours == set().union(*told)
    assert sum(map(len, told)) == len(ours), "a route is in two lists"


def test_every_public_page_is_the_same_bytes_for_everyone(roles, guests_comment):
    answers = walked(roles["nobody"])
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
