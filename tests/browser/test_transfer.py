"""Giving by bank transfer, in a browser without JavaScript."""

import pytest

from tests.funding.makers import a_bank_account, a_draft, a_euro_campaign

pytestmark = pytest.mark.django_db(transaction=True)

QR_IS_DRAWN = "(image) => image.complete && image.naturalWidth > 100"


def test_a_giver_gets_account_reference_and_code(
    site, now, live_server, new_context, assert_accessible
):
    a_bank_account(now=now)
    draft = a_draft(a_euro_campaign(), now=now)
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto(f"/support/gift/{draft.secret}/")
    page.get_by_role("button", name="by bank transfer").click()
    region = page.get_by_role("region", name="For your transfer")
    assert "DE89 3704 0044 0532 0130 00" in region.inner_text()
    draft.refresh_from_db()
    assert draft.provider_ref[:4] in region.inner_text()
    looking = new_context(base_url=live_server.url).new_page()
    looking.goto(page.url)
    assert looking.get_by_role("img", name="QR code").evaluate(QR_IS_DRAWN)
    assert_accessible(looking)
