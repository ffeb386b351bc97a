"""Sums of the ledger by SQL of the tests' own."""

from django.db import connection


def held(kind, currency, campaign=None):
    """Sum all legs of one kind of account, in minor units."""
    query = (
        "SELECT COALESCE(SUM(l.amount), 0) FROM funding_leg l"
        " JOIN funding_account a ON a.id = l.account_id WHERE a.kind = %s AND a.currency = %s"
    )
    values = [kind, currency]
    if campaign is not None:
        query, values = f"{query} AND a.campaign_id = %s", [*values, campaign.pk]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.fetchone()[0])
