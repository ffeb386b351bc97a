import sys

import click
from django.core import checks
from django.db import DatabaseError
from wagtail.models import Page

from standfirst.cli.demo_people import has_demo_people
from standfirst.cli.founding import has_owner
from standfirst.cli.replica import replica_findings
from standfirst.cli.state import require_migrated, require_settings
from standfirst.cli.words import example
from standfirst.cli.work_findings import work_findings
from standfirst.lib import clock
from standfirst.newsroom.models import HomePage, PlainPage
from standfirst.siteconfig.models import HouseRule
from standfirst.siteconfig.queries import missing_contacts

LEGAL_PAGES = {"imprint": "the imprint", "privacy": "the privacy page"}


@click.command("check", epilog=example("standfirst --site /srv/paper check"))
def command() -> None:
    """Say what is not yet right about a site. The exit code is 1 while something must be mended."""
    require_settings()
    require_migrated()
    if report():
        sys.exit(1)


def report() -> bool:
    """Print each finding in a line; give whether one of them must be mended."""
    errors, cautions = code_findings()
    errors += replica_findings()
    for sentence in errors:
        click.echo(f"Wrong:   {sentence}")
    for sentence in [*cautions, *site_findings()]:
        click.echo(f"Missing: {sentence}")
    if not (errors or cautions or site_findings()):
        click.echo("All is well.")
    return bool(errors)


def code_findings() -> tuple[list[str], list[str]]:
    """What Django's checks and ours find: what is wrong, and what should not stay so."""
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    shown = [message for message in found if not message.is_silenced()]
    errors = [message.msg for message in shown if message.is_serious()]
    return errors, [message.msg for message in shown if not message.is_serious()]


def site_findings() -> list[str]:
    """What only an owner can add: words that the law asks for, and people."""
    try:
        return [
            *empty_pages(),
            *contact_findings(),
            *people_findings(),
            *work_findings(clock.now()),
        ]
    except DatabaseError as error:
        return [f"The database cannot be asked: {error}"]


def empty_pages() -> list[str]:
    """The pages that must say something before strangers read the paper."""
    home = HomePage.objects.order_by("path").first()
    if home is None:
        return ["There is no front page; run `standfirst init`."]
    findings = []
    for slug, name in LEGAL_PAGES.items():
        page = (
            PlainPage.objects.filter(pk__in=Page.objects.child_of(home)).filter(slug=slug).first()
        )
        if page is None or not page.live or not page.story:
            findings.append(f"{name} (/{slug}/) is empty; write it in the admin.")
    if not HouseRule.objects.exists():
        findings.append("the house rules (/rules/) are empty; write them in the admin.")
    return findings


def contact_findings() -> list[str]:
    """Whom strangers and authorities write to, as the law wants it."""
    return [
        f"{words} is missing; write it under Settings > Identity in the admin."
        for words in missing_contacts()
    ]


def people_findings() -> list[str]:
    """Whether the right people can sign in, and only they."""
    findings = []
    if not has_owner():
        findings.append("nobody is owner; run `standfirst init --email ADDRESS`.")
    if has_demo_people():
        findings.append("the demo's people are here; this site stays on 127.0.0.1.")
    return findings
