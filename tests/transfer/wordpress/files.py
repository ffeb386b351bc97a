"""Small exports of our own making, and large ones."""

from html import escape

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"'
)
BLOG = "https://old.example"


def wxr(*parts, blog=BLOG, version="1.2", head=""):
    """Give a whole export as bytes."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {NAMESPACES}>\n<channel>\n'
        f"<title>The Old Paper</title><link>{blog}</link><language>en</language>\n"
        f"<wp:wxr_version>{version}</wp:wxr_version>\n"
        f"<wp:base_blog_url>{blog}</wp:base_blog_url>\n{head}"
        + "\n".join(parts)
        + "\n</channel>\n</rss>\n"
    )
    return text.encode()


def author(login, name="", number="1"):
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{login}</wp:author_login>"
        f"<wp:author_email>{login}@old.example</wp:author_email>"
        f"<wp:author_display_name><![CDATA[{name or login}]]></wp:author_display_name></wp:author>"
    )


def category(slug, name="", parent="", number="1"):
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id>"
        f"<wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name or slug.title()}]]></wp:cat_name></wp:category>"
    )


def tag(slug, name=""):
    return (
        f"<wp:tag><wp:term_id>9</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug>"
        f"<wp:tag_name><![CDATA[{name or slug.title()}]]></wp:tag_name></wp:tag>"
    )


def item(number, title="", content="", *, comments=(), terms=(), meta=(), **fields):
    """Give an item; `terms` are (domain, slug) pairs, `meta` are (key, value) pairs."""
    fields = {
        "post_type": "post",
        "status": "publish",
        "post_date_gmt": "2012-04-15 11:44:59",
        "post_date": "2012-04-15 12:44:59",
        "post_name": f"item-{number}",
        "post_parent": "0",
        "comment_status": "open",
        **fields,
    }
    link = fields.pop("link", f"{BLOG}/2012/04/{fields['post_name']}/")
    creator = fields.pop("creator", "ada")
    excerpt = fields.pop("excerpt", "")
    told = "".join(f"<wp:{name}><![CDATA[{text}]]></wp:{name}>" for name, text in fields.items())
    named = "".join(
        f'<category domain="{domain}" nicename="{slug}"><![CDATA[{slug.title()}]]></category>'
        for domain, slug in terms
    )
    noted = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in meta
    )
    return (
        f"<item><title><![CDATA[{title or f'Item {number}'}]]></title><link>{escape(link)}</link>"
        f"<dc:creator><![CDATA[{creator}]]></dc:creator>"
        f'<guid isPermaLink="false">{BLOG}/?p={number}</guid>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{told}{named}{noted}{''.join(comments)}</item>"
    )


def comment(number, text="Well said.", **fields):
    fields = {
        "comment_author": "Cora",
        "comment_author_email": "cora@reader.example",
        "comment_author_IP": "203.0.113.7",
        "comment_date_gmt": "2012-04-16 08:00:00",
        "comment_date": "2012-04-16 09:00:00",
        "comment_approved": "1",
        "comment_type": "",
        "comment_parent": "0",
        **fields,
    }
    told = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in fields.items())
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>{told}"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content></wp:comment>"
    )


PARAGRAPH = (
    "The council met on Tuesday to talk about the weir. <strong>Nobody</strong> could say who owns the"
    ' gate, and <a href="https://old.example/2011/05/the-gate/">not for the first time</a>.\n\n'
)


def write_large(file, size):
    """Write an export of about this many bytes: articles of 8 kB with four comments each."""
    body = PARAGRAPH * 35
    with file.open("wb") as stream:
        start, end = wxr(author("ada"), category("river")).split(b"\n</channel>")
        stream.write(start)
        number = 0
        while stream.tell() < size:
            number += 1
            said = [comment(number * 10 + each, comment_parent="0") for each in range(4)]
            text = item(
                number, f"Report {number}", body, comments=said, terms=[("category", "river")]
            )
            stream.write(text.encode())
        stream.write(b"\n</channel>" + end)
    return number
