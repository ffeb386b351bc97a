import pytest

from standfirst.lib.browsers import browser_and_system

MOZILLA = "Mozilla/5.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "names"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox Linux"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36", "Chrome Windows"),
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/140.0",
            "Edge Windows",
        ),
        (f"{MOZILLA} (Linux; Android 16) {CHROME} Mobile Safari/537.36", "Chrome Android"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari iPhone",
        ),
        (
            f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1",
            "Safari macOS",
        ),
        ("curl/8.9", " "),
        ("", " "),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(user_agent, names):
    assert " ".join(browser_and_system(user_agent)) == names
