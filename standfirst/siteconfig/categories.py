"""What a rule is about, in the words of the EU's Transparency Database of statements of reasons.

The values are the database's own names without their beginning (`STATEMENT_CATEGORY_`, `KEYWORD_`). It
knows more keywords, of shops and of products; these are what people write below articles.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """The fifteen categories."""

    ANIMALS = "ANIMAL_WELFARE", _("animal welfare")
    CONSUMERS = "CONSUMER_INFORMATION", _("consumer information")
    CYBER_VIOLENCE = "CYBER_VIOLENCE", _("cyber violence")
    AGAINST_WOMEN = "CYBER_VIOLENCE_AGAINST_WOMEN", _("cyber violence against women")
    PRIVACY = "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", _("data protection and privacy")
    SPEECH = "ILLEGAL_OR_HARMFUL_SPEECH", _("illegal or harmful speech")
    PROPERTY = "INTELLECTUAL_PROPERTY_INFRINGEMENTS", _("intellectual property")
    ELECTIONS = (
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        _("harm to civic discourse or elections"),
    )
    TERMS = "OTHER_VIOLATION_TC", _("other breach of the house rules")
    MINORS = "PROTECTION_OF_MINORS", _("protection of minors")
    SECURITY = "RISK_FOR_PUBLIC_SECURITY", _("risk for public security")
    FRAUD = "SCAMS_AND_FRAUD", _("scams and fraud")
    SELF_HARM = "SELF_HARM", _("self-harm")
    PRODUCTS = "UNSAFE_AND_PROHIBITED_PRODUCTS", _("unsafe or prohibited products")
    VIOLENCE = "VIOLENCE", _("violence")


class Keyword(models.TextChoices):
    """What of its category exactly."""

    HATE = "HATE_SPEECH", _("hate speech")
    DEFAMATION = "DEFAMATION", _("defamation")
    DISCRIMINATION = "DISCRIMINATION", _("discrimination")
    INCITEMENT = "INCITEMENT_VIOLENCE_HATRED", _("incitement to violence or hatred")
    BULLYING = "ONLINE_BULLYING_INTIMIDATION", _("bullying or intimidation")
    STALKING = "STALKING", _("stalking")
    DISINFORMATION = "DISINFORMATION", _("disinformation")
    MISINFORMATION = "MISINFORMATION", _("misinformation")
    COPYRIGHT = "COPYRIGHT_INFRINGEMENT", _("copyright")
    TRADEMARK = "TRADEMARK_INFRINGEMENT", _("trade marks")
    PHISHING = "PHISHING", _("phishing")
    FAKE_ACCOUNTS = "INAUTHENTIC_ACCOUNTS", _("accounts that pretend")
    TERRORISM = "TERRORIST_CONTENT", _("terrorist content")
    CHILD_ABUSE = "CHILD_SEXUAL_ABUSE_MATERIAL", _("child sexual abuse material")
    SUICIDE = "SUICIDE", _("suicide")
    OTHER = "OTHER", _("something else")
