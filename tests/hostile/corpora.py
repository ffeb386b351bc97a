"""Hostile strings: those of others, from the data folder, and our own against what we are made of."""

import hashlib
import json

SAMPLE = 1000
LONGEST = 4000
CANARY = "canary"


def naughty_strings(data):
    """Give the 515 strings of blns."""
    return json.loads((data / "blns" / "blns.json").read_text("utf-8"))


def script_strings(data):
    """Give all strings of the xss-* folders, each once, in an order that is always the same."""
    found = set(json.loads((data / "xss-owasp" / "vectors.json").read_text("utf-8")))
    lists = [
        *(data / "xss-payloadbox").glob("*.txt"),
        *(data / "xss-payloadsallthethings").glob("**/Intruders/*.txt"),
        *(data / "xss-payloadsallthethings").glob("**/Files/*"),
    ]
    for file in lists:
        found.update(file.read_text("utf-8", "replace").splitlines())
    for file in (data / "xss-bleach").glob("*.test"):
        found.add(file.read_text("utf-8", "replace").partition("\n--\n")[0])
    usable = {text for text in found if text.strip() and len(text) <= LONGEST}
    return sorted(usable, key=lambda text: hashlib.sha256(text.encode()).digest())


def sample_of_scripts(data):
    """Give 1,000 of them."""
    return script_strings(data)[:SAMPLE]


# What runs if a sink lets it: the harness listens for it.
RUN = "window.canary(1)"
HX = (
    *("hx-get", "hx-post", "hx-trigger", "hx-on", "hx-on:click", "hx-on::load", "hx-on--load"),
    *("hx-vals", "hx-headers", "hx-swap-oob", "hx-ext", "hx-boost", "hx-include", "hx-target"),
    *("hx-confirm", "hx-push-url", "hx-select-oob", "hx-history-elt", "hx-vars", "hx-prompt"),
)
CLOBBERED = (
    *("body", "head", "cookie", "forms", "location", "documentElement", "getElementById", "htmx"),
    *("status", "main", "standfirst", "attributes", "parentNode", "innerHTML", "submit", "action"),
    *("defaultView", "createElement", "querySelector", "trustedTypes", "textContent", "nodeName"),
)
SCHEMES = (
    *(
        "javascript:",
        "JaVaScRiPt:",
        "java\tscript:",
        "java\nscript:",
        "\x01javascript:",
        " javascript:",
    ),
    *(
        "&#106;avascript:",
        "&#x6A;avascript:",
        "javascript&colon;",
        "javascript&#58;",
        "%6aavascript:",
    ),
    *(
        "vbscript:",
        "data:text/html,",
        "data:text/html;base64,",
        "blob:",
        "file:///",
        "feed:javascript:",
    ),
    *(
        "view-source:javascript:",
        "jar:javascript:",
        "//evil.test/",
        "\\\\evil.test\\",
        "javascript\u200b:",
    ),
    *(
        "http://x@evil.test/",
        "http:evil.test",
        "https:/\\evil.test",
        "livescript:",
        "mhtml:",
        "ws://",
    ),
)


def own_strings():
    """Make strings against htmx, the DOM's names, Markdown and the cleaner."""
    return [*_htmx(), *_clobbering(), *_markdown(), *_mutations()]


def _htmx():
    for name in HX:
        for prefix in ("", "data-"):
            value = f"javascript:{RUN}" if "get" in name or "post" in name else f"js:{{a:{RUN}}}"
            yield f'<div {prefix}{name}="{value}" hx-trigger="load">x</div>'
            yield f'<p {prefix}{name}="{RUN}" id="status">x</p>'
    yield f'<div hx-on:htmx:load="{RUN}" hx-get="/" hx-trigger="load">x</div>'
    yield f'<div hx-get="/" hx-trigger="load[{RUN}]">x</div>'
    yield '<div hx-get="//evil.test/" hx-trigger="load">x</div>'
    yield '<div data-hx-post="/comments/1/vote/" data-hx-vals=\'{"vote":"up"}\' data-hx-trigger="load">'


def _clobbering():
    for name in CLOBBERED:
        yield f'<a id="{name}" name="{name}" href="http://evil.test/">x</a>'
        yield f'<form id="{name}"><input name="{name}"><img name="{name}"></form>'


def _markdown():
    for scheme in SCHEMES:
        address = f"{scheme}{RUN}"
        yield f"[x]({address})"
        yield f"[x](<{address}>)"
        yield f"![x]({address})"
        yield f"<{address}>"
        yield f"[x]\n\n[x]: {address}"
        yield f"[x][y]\n\n[y]: <{address}> 'title'"
    yield f'[x](https://paper.test/"onmouseover="{RUN})'
    yield f"[x](https://paper.test/ \"onmouseover='{RUN}'\")"
    yield f'https://paper.test/"onmouseover="{RUN}'
    yield f"https://paper.test/<script>{RUN}</script>"
    yield f'<https://paper.test/"><script>{RUN}</script>>'
    yield f"`<script>{RUN}</script>`"
    yield f"```<script>\n<script>{RUN}</script>\n```"
    yield f'```"><img src=x onerror={RUN}>\n</code></pre><script>{RUN}</script>\n```'
    yield f"> <script>{RUN}</script>\n\n* <img src=x onerror={RUN}>\n1. **<svg onload={RUN}>**"
    yield f"*<b>_**<img src=x onerror={RUN}>**_</b>*"
    yield f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;script&#62;{RUN}&#60;/script&#62;"
    yield f"[<img src=x onerror={RUN}>](https://paper.test/)"
    yield f"[a](https://paper.test/)](javascript:{RUN})"
    yield f"1234567890123. <script>{RUN}</script>"


def _mutations():
    """Markup that parsers nest in two ways (mutation XSS)."""
    for outer in (
        "svg",
        "math",
        "table",
        "select",
        "noscript",
        "template",
        "title",
        "style",
        "xmp",
    ):
        yield f"<{outer}><style><img title='</style><img src=x onerror={RUN}>'></{outer}>"
        yield f"<{outer}></p><style><a id='</style><img src=1 onerror={RUN}>'>"
    yield f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>"
    yield f"<!--><img src=x onerror={RUN}>-->"
    yield f"<![CDATA[><img src=x onerror={RUN}>]]>"
    yield f"<?xml ><img src=x onerror={RUN}>?>"
    yield f"<a href='https://paper.test/'><b><a href='https://paper.test/'></b><img src=x onerror={RUN}>"
