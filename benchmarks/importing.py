"""How much memory and time it takes to read a WordPress export: `python -m benchmarks.importing`.

Each size is read by a process of its own, so that one does not hide the peak of another. The second
figure is a rehearsal of the whole import, which converts every story and writes nothing.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

MEGABYTES = (50, 200)
_PARAGRAPH = (
    "The council met on Tuesday to talk about the weir. <strong>Nobody</strong> could say who owns"
    ' the gate, and <a href="https://old.example/2011/05/">not for the first time</a>.\n\n'
)
_HEAD = (
    '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>\n"
)
_ITEM = (
    "<item><title>Report {n}</title><link>https://old.example/{n}/</link>"
    "<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{n}</wp:post_id>"
    "<wp:post_name>report-{n}</wp:post_name><wp:status>publish</wp:status>"
    "<wp:post_date_gmt>2012-04-15 11:44:59</wp:post_date_gmt><wp:post_type>post</wp:post_type>"
    '<category domain="category" nicename="river">River</category>{comments}</item>\n'
)
_COMMENT = (
    "<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Cora</wp:comment_author>"
    "<wp:comment_approved>1</wp:comment_approved><wp:comment_date_gmt>2012-04-16 08:00:00"
    "</wp:comment_date_gmt><wp:comment_content>Well said.</wp:comment_content></wp:comment>"
)


def write_export(file: Path, size: int) -> int:
    """Write an export of about this many bytes; give how many articles it has."""
    text, number = _PARAGRAPH * 35, 0
    with file.open("w") as stream:
        stream.write(_HEAD)
        while stream.tell() < size:
            number += 1
            comments = "".join(_COMMENT.format(n=number * 10 + each) for each in range(4))
            stream.write(_ITEM.format(n=number, text=text, comments=comments))
        stream.write("</channel></rss>\n")
    return number


def measured(site: Path, *command: str) -> tuple[float, int]:
    """Run a command on the site; give the processor's seconds and the peak in megabytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", "child", *command],
        env={**os.environ, "STANDFIRST_SITE": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, int(done.stdout.split()[-1])


def child(command: str, file: str) -> None:
    """Do one thing in this process and print its peak."""
    # Django needs its settings before these can be imported.
    from standfirst.cli.main import standfirst, wake  # noqa: PLC0415

    wake(None)
    if command == "read":
        from standfirst.transfer.wordpress.first_pass import read_into  # noqa: PLC0415
        from standfirst.transfer.wordpress.spool import Spool  # noqa: PLC0415

        with Path(file).open("rb") as stream:
            read_into(Spool(Path(file).parent), stream)
    elif command == "rehearse":
        standfirst(["import", "wordpress", file, "--dry-run"], standalone_mode=False)
    else:
        standfirst(["init"], standalone_mode=False)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Print the table."""
    table = Table(title="Reading a WordPress export", title_justify="left")
    for heading in ("file", "articles", "read", "peak", "rehearsed", "peak "):
        table.add_column(heading, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        measured(site, "init", "")
        for megabytes in MEGABYTES:
            file = Path(folder) / f"{megabytes}.xml"
            number = write_export(file, megabytes * 1_000_000)
            read, read_peak = measured(site, "read", str(file))
            rehearsed, rehearsed_peak = measured(site, "rehearse", str(file))
            table.add_row(
                *(f"{megabytes} MB", str(number), f"{read:.0f} s", f"{read_peak} MB"),
                *(f"{rehearsed:.0f} s", f"{rehearsed_peak} MB"),
            )
            file.unlink()
    Console().print(table)
    print(f"Measured at {time.strftime('%Y-%m-%d')}; seconds are the processor's.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:4])
    else:
        main()
