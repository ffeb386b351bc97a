"""The bank's statements in a browser: a file is brought, lines are decided, narrow and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from standfirst.funding.actions.statements import take_statement
from standfirst.funding.models import BankLine, Gift
from standfirst.funding.statements import read_statement
from standfirst.lib.clock import now as clock
from tests.funding.bank_files import camt, paid
from tests.funding.makers import a_euro_campaign, a_transfer

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
LIST = "/admin/funding/statements/"


@pytest.fixture
def promised(transactional_db):
    return a_transfer(a_euro_campaign(), 2500, now=clock(), name="Ada Bell")


@pytest.fixture
def bank_file(tmp_path, promised):
    place = tmp_path / "march.xml"
    lines = (paid("25.00", promised.provider_ref), paid("25.00", "for the gate", payer="BELL ADA"))
    place.write_bytes(camt(*lines, paid("310.00", "Rent of the cellar", payer="Lodger & Sons")))
    return place


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_is_brought_and_its_lines_are_decided(
    treasurer, owner, promised, bank_file, browser_of, browser_problems, javascript
):
    page = browser_of(treasurer, java_script_enabled=javascript)
    page.goto(LIST)
    page.get_by_role("link", name="Read a bank statement").click()
    page.locator('[name="file"]').set_input_files(bank_file)
    page.get_by_role("button", name="Read it").press("Enter")
    expect(page.get_by_text("The statement is read.")).to_be_visible()
    page.get_by_role("link", name="Say what it is Lodger & Sons").press("Enter")
    page.get_by_role("button", name="Set aside").press("Enter")
    expect(page.get_by_text("Please say in a few words what it is.")).to_be_visible()
    # A refusal has its status, which the console names.
    refused = browser_problems.pop()
    assert "422" in refused
    page.get_by_label("Why it is none").fill("Rent")
    page.get_by_label("Why it is none").blur()
    page.get_by_role("button", name="Set aside").press("Enter")
    expect(page.get_by_text("The line is set aside.")).to_be_visible()
    assert BankLine.objects.get(is_set_aside=True).note == "Rent"
    second = browser_of(owner, java_script_enabled=javascript)
    second.goto(LIST)
    second.get_by_role("link", name="march.xml").click()
    second.get_by_role("button", name="Confirm 1 gift").press("Enter")
    expect(second.get_by_text("1 gift is confirmed and booked.")).to_be_visible()
    assert Gift.objects.get(pk=promised.pk).state == "paid"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light")])
def test_its_pages_are_accessible_and_stand_within_a_window(
    treasurer, bank_file, browser_of, assert_accessible, width, scheme
):
    statement = read_statement(bank_file.read_bytes(), currency="EUR")
    taken = take_statement(
        statement=statement, file_name="march.xml", taken_by=treasurer.user, now=clock()
    )
    line = BankLine.objects.filter(gift=None).first()
    page = browser_of(treasurer, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in (
        LIST,
        reverse("funding_new_statement"),
        reverse("funding_statement", args=[taken.pk]),
        reverse("funding_bank_line", args=[line.pk]),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert_accessible(page, context=".nice-padding")
