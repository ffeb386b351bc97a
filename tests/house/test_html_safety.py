"""What people wrote is escaped. Each place that says otherwise is named here, with its reason."""

import ast
import re

from tests.house.source import Source, none_of, python, templates

# File → why text may stand there unescaped. A line here needs a test of that file with hostile input.
TRUSTED_PYTHON = {
    "standfirst/discussion/queries/shown.py": "what standfirst.lib.comment_markup made, as "
    "stored, or for a preview; hostile texts in tests/hostile and tests/discussion/test_previews.py",
    "standfirst/discussion/views/blanks.py": "what a template gave, its holes filled with text that "
    "is escaped; hostile values in tests/discussion/test_blanks.py",
    "standfirst/discussion/views/stencils.py": "what a template gave, its holes filled with text "
    "that is escaped; hostile names and texts in tests/hostile/test_sinks.py",
    "standfirst/newsroom/markup.py": "stories are cleaned by nh3 where they are shown",
}
TRUSTED_TEMPLATES: dict[str, str] = {}

CALLS = {"mark_safe", "SafeString", "SafeText", "strip_tags", "urlize", "html_safe"}
FILTERS = (
    "safe",
    "safeseq",
    "striptags",
    "urlize",
    "urlizetrunc",
    "truncatechars_html",
    "truncatewords_html",
)
FILTER = re.compile(r"\|\s*(" + "|".join(FILTERS) + r")\b(?!\s*=)")
OFF = re.compile(r"{%\s*autoescape\s+off\s*%}")


def name_of(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def unescaped(source):
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and name_of(node.func) in CALLS:
            found.append(f"{source.at(node)}: {name_of(node.func)}")
        if (
            isinstance(node, ast.Call)
            and name_of(node.func) == "format_html"
            and not is_literal(node)
        ):
            found.append(f"{source.at(node)}: format_html without a literal text")
        if "csrf_exempt" in {name_of(node), getattr(node, "name", "")}:
            found.append(f"{source.place}: csrf_exempt")
    return found


def is_literal(call):
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def unescaped_in_template(source):
    found = []
    if source.place.endswith(".txt"):
        return found  # the text of a mail is no HTML; escaping would show
    for number, line in enumerate(source.text.splitlines(), 1):
        if FILTER.search(line) or OFF.search(line):
            found.append(f"{source.place}:{number}: {line.strip()[:90]}")
    return found


def test_python_escapes_but_where_it_is_named():
    found = [
        fault
        for source in python("standfirst/")
        if source.place not in TRUSTED_PYTHON
        for fault in unescaped(source)
    ]
    none_of(
        found,
        "Let the template escape it, or name the file here with its reason and a hostile test:",
    )


def test_templates_escape_but_where_it_is_named():
    found = [
        fault
        for source in templates()
        if source.place not in TRUSTED_TEMPLATES
        for fault in unescaped_in_template(source)
    ]
    none_of(found, "Render finished HTML by a tag of a trusted module, or name the template here:")


def test_every_trusted_place_is_still_one():
    places = {source.place: source for source in [*python("standfirst/"), *templates()]}
    gone = [place for place in TRUSTED_PYTHON if not unescaped(places[place])] + [
        place for place in TRUSTED_TEMPLATES if not unescaped_in_template(places[place])
    ]
    none_of(gone, "It escapes now; take it off the list:")


def test_planted_faults_are_found():
    for text in (
        "mark_safe(x)",
        "safestring.mark_safe(x)",
        "format_html(x)",
        "format_html(f'{x}')",
        "SafeString(x)",
        "@csrf_exempt\ndef view(request): ...",
        "@method_decorator(csrf_exempt)\nclass View: ...",
    ):
        assert unescaped(Source("standfirst/x/y.py", text)), text
    assert not unescaped(Source("standfirst/x/y.py", "format_html('<b>{}</b>', x)"))
    for text in ("{{ x|safe }}", "{{ x | striptags }}", "{{ x|urlize }}", "{% autoescape off %}"):
        assert unescaped_in_template(Source("standfirst/templates/x.html", text)), text
