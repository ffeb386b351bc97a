from django.db.models import Prefetch
from django.utils.translation import gettext as _
from wagtail.models import Page

from standfirst.delivery.keys import MENUS, RULES, SITE, page_key
from standfirst.delivery.recording import declare
from standfirst.prepared import Prepared
from standfirst.siteconfig.models import FooterLink, HeaderLink, HouseRule, HouseRules, Identity

# Every page of the paper shows these.
_identity = Prepared(lambda: Identity.objects.select_related("logo").order_by("pk")[:1])
_header = Prepared(lambda: HeaderLink.objects.select_related("page"))
_footer = Prepared(lambda: FooterLink.objects.select_related("page"))


def identity() -> Identity:
    """What the paper is called and how it looks; the defaults until somebody says."""
    declare(SITE)
    return _identity.first() or Identity()


def missing_contacts() -> list[str]:
    """What the law wants to be said of whom to write to, and is not: Digital Services Act, Art. 11 and 12."""
    paper = _identity.first() or Identity()
    wanted = {
        "contact_readers": _("an address for readers (Art. 12)"),
        "contact_authorities": _("an address for authorities (Art. 11)"),
        "contact_languages": _("the languages in which authorities can write (Art. 11)"),
    }
    return [words for name, words in wanted.items() if not getattr(paper, name).strip()]


def header_links() -> list[HeaderLink]:
    """The links of the masthead that lead somewhere now."""
    declare(MENUS)
    return [link for link in _header.all() if _leads(link.page)]


def footer_links() -> list[FooterLink]:
    """The links at the foot that lead somewhere now."""
    declare(MENUS)
    return [link for link in _footer.all() if _leads(link.page)]


def current_rules() -> HouseRules | None:
    """The newest version of the house rules with its paragraphs, or None if there is none yet."""
    declare(RULES)
    paragraphs = Prefetch("paragraphs", queryset=HouseRule.objects.order_by("number"))
    return HouseRules.objects.prefetch_related(paragraphs).order_by("-version").first()


def _leads(page: Page | None) -> bool:
    if page is None:
        return True
    declare(page_key(page.pk))
    return bool(page.live)
