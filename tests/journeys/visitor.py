"""A visitor without JavaScript: opens pages, follows links, fills in the forms that stand there."""

import re
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup

SITE = "http://127.0.0.1:8000"


class Visitor:
    """Somebody's browser. It sends nothing that no form on an opened page has."""

    def __init__(self, client):
        self.client = client
        self.address = "/"
        self.response = None
        self.page = BeautifulSoup("", "html5lib")

    def open(self, address, *, status=200):
        return self._land(self.client.get(local(address)), local(address), status)

    def press(self, button, *, within="body", status=200, **typed):
        """Fill in the form that has a button with these words, and press it."""
        form, pressed = self._form_with(button, within)
        data = {**values_of(form), **typed}
        if pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        unknown = set(typed) - {field.get("name") for field in form.select("[name]")}
        assert not unknown, f"the form has no {unknown}"
        action = local(urljoin(SITE + self.address, form.get("action") or ""))
        return self._land(self.client.post(action, data), action, status)

    @property
    def words(self):
        """What the page says, in one line."""
        text = BeautifulSoup(str(self.page.body), "html5lib")
        for hidden in text.select("script, style, template"):
            hidden.decompose()
        return re.sub(r"\s+", " ", text.get_text(" "))

    def _form_with(self, words, within):
        for button in self.page.select(f"{within} button, {within} input[type=submit]"):
            said = re.sub(r"\s+", " ", button.get_text(" ") or button.get("value", "")).strip()
            if said.casefold().startswith(words.casefold()) and button.find_parent("form"):
                return button.find_parent("form"), button
        raise AssertionError(f"no button {words!r} on {self.address}: {self.words[:400]}")

    def _land(self, response, address, status):
        for _ in range(5):
            if response.status_code not in (301, 302, 303):
                break
            address = local(urljoin(SITE + address, response["Location"]))
            response = self.client.get(address)
        self.address, self.response = address, response
        self.page = BeautifulSoup(response.content, "html5lib")
        assert response.status_code == status, (address, response.status_code, self.words[:600])
        return self


def local(address):
    return urldefrag(address)[0].removeprefix(SITE)


def values_of(form):
    """Give what a form sends when nothing is changed."""
    values = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "text")
        if kind in ("submit", "file") or (
            kind in ("radio", "checkbox") and not field.has_attr("checked")
        ):
            continue
        if field.name == "textarea":
            values[field["name"]] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values[field["name"]] = chosen.get("value", "") if chosen else ""
        else:
            values[field["name"]] = field.get("value", "on" if kind == "checkbox" else "")
    return values
