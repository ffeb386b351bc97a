import os
import subprocess
import sys
from dataclasses import replace

import pytest

from standfirst.config.sense import nonsense
from standfirst.config.site_folder import SiteSettings

pytestmark = pytest.mark.any_engine
GOOD = SiteSettings(url="https://paper.example")
FASTLY = "https://api.fastly.com/service/x/purge"
BEHIND_FASTLY = {"cdn": "fastly", "cdn_purge_urls": (FASTLY,), "cdn_token": "t"}
BY_PROVIDER = {
    "sign_in_name": "Our House",
    "sign_in_url": "https://id.example",
    "sign_in_client": "paper",
    "sign_in_secret": "s",
}
WITH_STRIPE = {
    "stripe_secret_key": "sk_live_1",
    "stripe_account": "acct_1",
    "stripe_webhook_secrets": ("whsec_1",),
}
BEHIND_VARNISH = {"cdn": "varnish", "cdn_purge_urls": ("http://10.0.0.5:6081", "http://10.0.0.6/")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "paper.example"}, "url is"),
        ({"url": "https://paper.example/sub"}, "url is"),
        ({"url": "ftp://paper.example"}, "url is"),
        ({"url": "http://[::1"}, "url is"),
        ({"url": "https://paper.example:99999"}, "url is"),
        ({"url": "https://editor:secret@paper.example"}, "url is"),
        ({"debug": True}, "debug"),
        ({"sign_in_url": "https://id.example"}, "belong together"),
        ({**BY_PROVIDER, "sign_in_secret": ""}, "belong together"),
        ({**BY_PROVIDER, "sign_in_url": "http://id.example"}, "sign_in_url"),
        ({**BY_PROVIDER, "sign_in_url": "id.example"}, "sign_in_url"),
        ({**BY_PROVIDER, "sign_in_url": "https://[::1"}, "sign_in_url"),
        ({"staff_second_factor": False}, "staff_second_factor"),
        ({"stripe_secret_key": "sk_test_1"}, "belong together"),
        ({**WITH_STRIPE, "stripe_webhook_secrets": ()}, "belong together"),
        ({**WITH_STRIPE, "stripe_secret_key": "pk_live_1"}, "must begin with sk_live_"),
        ({**WITH_STRIPE, "stripe_account": "river"}, "stripe_account is 'river'"),
        ({**WITH_STRIPE, "stripe_webhook_secrets": ("secret",)}, "must begin with whsec_"),
        ({**WITH_STRIPE, "stripe_webhook_secrets": ("whsec_",) * 3}, "no more"),
        ({**WITH_STRIPE, "url": "http://paper.example"}, "url must be https"),
        ({"language": "de", "languages": ("en",)}, "language is 'de'"),
        ({"language": "xx"}, "'xx' is no language"),
        ({"language": "../en"}, "'../en' is no language"),
        ({"languages": ("en", "xx")}, "'xx' is no language"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"log_level": "LOUD"}, "log_level"),
        ({"app_workers": -1}, "app_workers"),
        ({"app_workers": 1000}, "app_workers"),
        ({"pages_mib": 15}, "pages_mib"),
        ({"email_password": "x"}, "email_host"),
        ({"trusted_proxies": ("10.0.0.0/33",)}, "trusted_proxies"),
        ({"trusted_origins": ("shop.example",)}, "trusted_origins"),
        ({"embed_sites": ("blog.example",)}, "embed_sites"),
        ({"embed_sites": ("https://*.blog.example/x",)}, "embed_sites"),
        ({"trusted_origins": ("https://[::1",)}, "trusted_origins"),
        ({"mail_provider": "postmark"}, "anybody could be it"),
        ({"mail_webhook_secret": "a:b"}, "anybody could be it"),
        ({"mail_provider": "postmark", "mail_webhook_secret": "key"}, "like 'name:password'"),
        ({"mail_provider": "brevo", "mail_webhook_secret": ":b"}, "like 'name:password'"),
        ({"cdn": "fastly", "cdn_token": "t"}, "names nowhere"),
        ({"cdn_purge_urls": (FASTLY,)}, "but no cdn"),
        ({"cdn_token": "t"}, "but no cdn"),
        ({"cdn": "fastly", "cdn_purge_urls": (FASTLY,)}, "asks for a cdn_token"),
        ({**BEHIND_VARNISH, "cdn_token": "t"}, "takes no cdn_token"),
        ({**BEHIND_FASTLY, "cdn_purge_urls": ("api.fastly.com/purge",)}, "must be an address"),
        ({**BEHIND_FASTLY, "cdn_purge_urls": ("ftp://cdn.test/purge",)}, "must be an address"),
        ({**BEHIND_FASTLY, "cdn_purge_urls": ("https://[::1/purge",)}, "must be an address"),
        (
            {**BEHIND_FASTLY, "cdn_purge_urls": ("https://a:b@cdn.test/purge",)},
            "must be an address",
        ),
        ({**BEHIND_FASTLY, "cdn_purge_urls": (f"{FASTLY}_all",)}, "ends with /purge"),
        ({**BEHIND_FASTLY, "cdn": "cloudflare"}, "ends with /purge_cache"),
        ({**BEHIND_FASTLY, "cdn_purge_urls": ("http://cdn.test/purge",)}, "by https://"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence_each(change, said):
    sentences = nonsense(replace(GOOD, **change))

    assert len(sentences) == 1
    assert said in sentences[0]
    assert sentences[0].count(". ") == 0


def test_settings_that_make_sense_pass():
    sensible = replace(
        GOOD,
        language="de",
        languages=("de", "en", "de-at", "zh-hans"),
        log_level="DEBUG",
        app_workers=4,
        trusted_proxies=("10.0.0.0/8",),
        trusted_origins=("https://a.test",),
    )

    assert nonsense(sensible) == []
    assert nonsense(replace(sensible, **BEHIND_FASTLY)) == []
    assert nonsense(replace(sensible, **BY_PROVIDER)) == []
    assert nonsense(replace(sensible, **BEHIND_VARNISH)) == []
    assert nonsense(replace(sensible, **WITH_STRIPE)) == []
    test_key = WITH_STRIPE | {"stripe_secret_key": "rk_test_1"}
    assert nonsense(replace(sensible, url="http://127.0.0.1:8000", **test_key)) == []
    assert nonsense(GOOD) == []


@pytest.mark.parametrize(
    "name_and_value",
    [
        ("TIME_ZONE", "Europe/Atlantis"),
        ("LANGUAGE", "xx"),
        ("LOG_LEVEL", "LOUD"),
        ("URL", "http://[::1"),
    ],
)
def test_what_django_would_trip_over_never_reaches_it(tmp_path, name_and_value):
    name, value = name_and_value

    done = subprocess.run(
        [sys.executable, "-m", "standfirst.cli.main", "check"],
        env={**os.environ, "STANDFIRST_SITE": str(tmp_path), f"STANDFIRST_{name}": value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert repr(value) in done.stderr
