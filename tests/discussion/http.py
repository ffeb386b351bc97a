"""Reading pages and sending their forms as a browser without JavaScript does."""

from html.parser import HTMLParser

HTMX = {"HX-Request": "true"}


class Forms(HTMLParser):
    """Reads forms as a browser does: what they send, and where."""

    def __init__(self, response):
        super().__init__()
        self.found, self.area = [], None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.found.append({"action": given.get("action"), "id": given.get("id"), "data": {}})
        elif tag in {"input", "textarea", "button"} and given.get("name") and self.found:
            kind = given.get("type", "text")
            if tag == "button" or (kind in {"radio", "checkbox"} and "checked" not in given):
                return
            self.found[-1]["data"][given["name"]] = given.get("value", "")
            self.area = given["name"] if tag == "textarea" else None

    def handle_data(self, data):
        if self.area:
            self.found[-1]["data"][self.area] += data

    def handle_endtag(self, tag):
        self.area = None


def form_in(response, ident):
    (form,) = (form for form in Forms(response).found if form["id"] == ident)
    return form


def send(client, response, ident, **values):
    """Fill in a form of a page and send it."""
    form = form_in(response, ident)
    return client.post(form["action"], {**form["data"], **values})


def follow(client, response):
    assert response.status_code == 303, response.status_code
    return client.get(response["Location"].partition("#")[0])


def text_of(response):
    return response.content.decode()
