from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from standfirst.funding.views import (
    bank,
    by_hand,
    matching,
    milestones,
    receipts,
    refunds,
    statements,
    treasury,
)

SEE = "funding.view_gift"
MAKE = "funding.add_campaign"
CHANGE = "funding.change_campaign"
RECORD = "funding.record_gift"
JUDGE = "funding.change_giftwords"
REFUND = "funding.add_refund"


class TreasuryMenuItem(SubmenuMenuItem):
    """The menu entry, for those who may see gifts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to treasurers."""
        return bool(request.user.has_perm(SEE))


@hooks.register("register_admin_urls")
def treasury_urls() -> list[URLPattern]:
    """Put the treasurer's pages below /admin/."""
    see, change = permission_required(SEE), permission_required(CHANGE)
    make, judge = permission_required(MAKE), permission_required(JUDGE)
    refund = permission_required(REFUND)
    return [
        path("funding/", see(treasury.campaigns), name="funding_campaigns"),
        path("funding/new/", make(treasury.new_campaign), name="funding_new_campaign"),
        path("funding/<int:pk>/", change(treasury.change_campaign), name="funding_change_campaign"),
        path("funding/<int:pk>/end/", change(treasury.end_campaign), name="funding_end_campaign"),
        path("funding/gifts/", see(treasury.gifts), name="funding_gifts"),
        path("funding/refunds/", see(refunds.refunds), name="funding_refunds"),
        path(
            "funding/gifts/<int:pk>/refund/",
            refund(refunds.refund_payment),
            name="funding_refund_payment",
        ),
        path(
            "funding/refunds/<int:pk>/",
            refund(refunds.decide_refund),
            name="funding_decide_refund",
        ),
        path("funding/gifts/<int:pk>/words/", judge(treasury.judge_words), name="funding_words"),
    ]


@hooks.register("register_admin_urls")
def by_hand_urls() -> list[URLPattern]:
    """Put what comes by bank or is entered by hand below them."""
    see, record = permission_required(SEE), permission_required(RECORD)
    change = permission_required(CHANGE)
    one = "funding/gifts/<int:pk>/"
    return [
        path("funding/gifts/new/", record(by_hand.record_gift), name="funding_record_gift"),
        path("funding/gifts/waiting/", see(by_hand.waiting_gifts), name="funding_waiting"),
        path("funding/bank/", change(bank.account), name="funding_bank"),
        path(f"{one}came/", record(by_hand.transfer_came), name="funding_transfer_came"),
        path(f"{one}decide/", record(by_hand.decide_gift), name="funding_decide_gift"),
        path(f"{one}back/", record(by_hand.take_back_gift), name="funding_take_back"),
    ]


@hooks.register("register_admin_urls")
def statement_urls() -> list[URLPattern]:
    """Put the bank's statements below them."""
    see, record = permission_required(SEE), permission_required(RECORD)
    at = "funding/statements/"
    return [
        path(at, see(statements.statements), name="funding_statements"),
        path(f"{at}new/", record(statements.new_statement), name="funding_new_statement"),
        path(f"{at}<int:pk>/", see(statements.statement), name="funding_statement"),
        path(
            f"{at}<int:pk>/confirm/",
            record(statements.confirm_all),
            name="funding_confirm_statement",
        ),
        path(f"{at}lines/<int:pk>/", record(statements.line), name="funding_bank_line"),
    ]


@hooks.register("register_admin_urls")
def receipt_urls() -> list[URLPattern]:
    """Put receipts below them."""
    see, change = permission_required(SEE), permission_required(CHANGE)
    at = "funding/receipts/"
    return [
        path(
            "funding/gifts/<int:pk>/receipt.pdf",
            see(receipts.gift_receipt),
            name="funding_gift_receipt",
        ),
        path(at, see(receipts.receipts), name="funding_receipts"),
        path(f"{at}words/", change(receipts.receipt_words), name="funding_receipt_words"),
        path(f"{at}<int:year>.csv", see(receipts.receipts_csv), name="funding_receipts_csv"),
        path(f"{at}<int:year>.pdf", see(receipts.receipts_pdf), name="funding_receipts_pdf"),
    ]


@hooks.register("register_admin_urls")
def match_urls() -> list[URLPattern]:
    """Put promises to match gifts below them."""
    see, change, record = (permission_required(verb) for verb in (SEE, CHANGE, RECORD))
    at = "funding/matches/"
    return [
        path(at, see(matching.matches), name="funding_matches"),
        path(f"{at}new/", change(matching.new_match), name="funding_new_match"),
        path(f"{at}<int:pk>/", change(matching.change_matcher), name="funding_change_matcher"),
        path(f"{at}<int:pk>/end/", change(matching.end_matching), name="funding_end_match"),
        path(f"{at}<int:pk>/paid/", record(matching.match_money), name="funding_match_money"),
        path(
            f"{at}paid/<int:pk>/back/",
            record(matching.take_back_money),
            name="funding_take_back_match_money",
        ),
    ]


@hooks.register("register_admin_urls")
def milestone_urls() -> list[URLPattern]:
    """Put milestones below their campaigns."""
    change = permission_required(CHANGE)
    return [
        path(
            "funding/<int:pk>/milestones/",
            change(milestones.milestones),
            name="funding_milestones",
        ),
        path(
            "funding/milestones/<int:pk>/",
            change(milestones.change),
            name="funding_change_milestone",
        ),
        path(
            "funding/milestones/<int:pk>/remove/",
            change(milestones.remove),
            name="funding_remove_milestone",
        ),
    ]


@hooks.register("register_admin_menu_item")
def treasury_menu_item() -> MenuItem:
    """Put funding into the main menu."""
    items = [
        MenuItem(_("Campaigns"), reverse("funding_campaigns"), icon_name="tag", order=100),
        MenuItem(_("Gifts"), reverse("funding_gifts"), icon_name="list-ul", order=200),
        MenuItem(_("To be confirmed"), reverse("funding_waiting"), icon_name="check", order=250),
        MenuItem(
            _("Refunds and disputes"), reverse("funding_refunds"), icon_name="undo", order=300
        ),
        MenuItem(_("Matched giving"), reverse("funding_matches"), icon_name="plus", order=350),
        MenuItem(_("Receipts"), reverse("funding_receipts"), icon_name="doc-full", order=400),
        MenuItem(_("Bank statements"), reverse("funding_statements"), icon_name="table", order=450),
        MenuItem(_("Bank account"), reverse("funding_bank"), icon_name="key", order=500),
    ]
    return TreasuryMenuItem(_("Funding"), Menu(items=items), icon_name="pick", order=160)
