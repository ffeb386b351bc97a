"""Bank's files as banks write them, made here: there is no collection of real ones, for good reason."""

from html import escape

IBAN = "DE89370400440532013000"


def camt(*entries, iban=IBAN, version="02", account=None):
    """Give a CAMT.053 statement with these entries."""
    holder = account or f"<IBAN>{iban}</IBAN>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>1</MsgId></GrpHdr>"
        f"<Stmt><Id>1</Id><Acct><Id>{holder}</Id><Ccy>EUR</Ccy></Acct>{''.join(entries)}</Stmt>"
        "</BkToCstmrStmt></Document>"
    ).encode("utf-8", "replace")


def entry(amount, *details, day="2026-03-20", sign="CRDT", status="<Sts>BOOK</Sts>", more=""):
    inner = "".join(details)
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{more}<NtryDtls>{inner}</NtryDtls></Ntry>"
    )


def detail(text="", *, payer="Ada Bell", ref="", amount="", creditor="", pty=("", "")):
    structured = f"<Strd><CdtrRefInf><Ref>{creditor}</Ref></CdtrRefInf></Strd>" if creditor else ""
    part = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    begin, end = pty
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{ref}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"{part}<RltdPties><Dbtr>{begin}<Nm>{escape(payer)}</Nm>{end}</Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{escape(text)}</Ustrd>{structured}</RmtInf></TxDtls>"
    )


def paid(amount, text="", **said):
    """Give an entry of one transaction."""
    day = said.pop("day", "2026-03-20")
    return entry(amount, detail(text, **said), day=day)
