"""Django's settings, made from the site folder. See `site_folder` for what can be set."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from standfirst.config import sqlite

# Before anything imports Django's backend: see the module for why.
sqlite.swap_in_fixed_library()

from standfirst.config import checks as checks  # noqa: E402, PLC0414 (registers itself)
from standfirst.config.database import database_of, replica_of  # noqa: E402
from standfirst.config.logs import configure as configure_logs  # noqa: E402
from standfirst.config.payments import stripe_keys_of  # noqa: E402
from standfirst.config.sense import LOOPBACK_HOSTS, nonsense  # noqa: E402
from standfirst.config.sign_in import sign_in_settings  # noqa: E402
from standfirst.config.site_folder import (  # noqa: E402
    SettingRefused,
    find_site,
    read_settings,
)
from standfirst.config.static_files import is_collected  # noqa: E402

PACKAGE = Path(__file__).resolve().parent.parent
STANDFIRST_SITE = find_site(os.environ, Path.cwd())

try:
    SITE = read_settings(STANDFIRST_SITE, os.environ)
    DATABASES = {"default": database_of(STANDFIRST_SITE, SITE.database_url)}
    # No entry of DATABASES: commands of Django and Wagtail would write to whatever stands there.
    STANDFIRST_REPLICA = replica_of(SITE.database_url, SITE.database_replica_url)
except SettingRefused as refused:
    raise ImproperlyConfigured(str(refused)) from refused
for sentence in nonsense(SITE):
    raise ImproperlyConfigured(sentence)

IS_POSTGRES = bool(SITE.database_url)
BASE = urlsplit(SITE.url)
IS_SECURE = BASE.scheme == "https"
IS_LOOPBACK = BASE.hostname in LOOPBACK_HOSTS

SECRET_KEY = SITE.secret_key
DEBUG = SITE.debug
ALLOWED_HOSTS = [
    BASE.hostname or "localhost",
    *SITE.hosts,
    *(("127.0.0.1", "localhost", "[::1]") if IS_LOOPBACK else ()),
]

STANDFIRST_BASE_URL = SITE.url.rstrip("/")
STANDFIRST_TRUSTED_PROXIES = SITE.trusted_proxies
STANDFIRST_TRUSTED_ORIGINS = SITE.trusted_origins
STANDFIRST_EMBED_SITES = SITE.embed_sites
STANDFIRST_STRIPE = stripe_keys_of(SITE)
# Where there is one, nothing can be rehearsed.
STANDFIRST_LIVE_PAYMENT_KEY = (
    STANDFIRST_STRIPE.secret_key if STANDFIRST_STRIPE and STANDFIRST_STRIPE.is_live else ""
)
# `standfirst run` keeps finished pages: it sets where, and by what its processes know the front.
STANDFIRST_PAGES: Path | None = None
STANDFIRST_FRONT_TOKEN = ""
STANDFIRST_PAGES_BYTES = SITE.pages_mib * 2**20
STANDFIRST_CDN = SITE.cdn
STANDFIRST_CDN_PURGE_URLS = SITE.cdn_purge_urls
STANDFIRST_CDN_TOKEN = SITE.cdn_token
STANDFIRST_IDENTITY_COOKIES = ("sessionid", "person")

INSTALLED_APPS = [
    "standfirst.transfer",
    "standfirst.desk",
    "standfirst.accounts",
    "standfirst.newsroom",
    "standfirst.discussion",
    "standfirst.funding",
    "standfirst.moderation",
    "standfirst.notify",
    "standfirst.siteconfig",
    "standfirst.pictures",
    "standfirst.people",
    "standfirst.delivery",
    "standfirst.outbox",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "standfirst.accounts.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    *(("django.contrib.postgres",) if IS_POSTGRES else ()),
]

MIDDLEWARE = [
    "standfirst.delivery.middleware.SecurityHeadersMiddleware",
    "standfirst.delivery.unreadable.UnreadableRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "standfirst.delivery.elsewhere.ElsewhereMiddleware",
    "standfirst.delivery.middleware.OriginCheckMiddleware",
    "standfirst.delivery.middleware.StaffCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "standfirst.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "standfirst.newsroom.middleware.OldAddressMiddleware",
]

ROOT_URLCONF = "standfirst.config.urls"
WSGI_APPLICATION = "standfirst.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes and nodes; nothing but the database needs to run.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "standfirst_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What is asked by everybody, in this process alone, for less than a minute.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "standfirst",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
    # Renditions are fetched with their image; a copy here would be a write for every reading.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# SQLite has no column comments; the tags are read from the models, not from the database.
SILENCED_SYSTEM_CHECKS = [
    "fields.W163",
    "models.W046",
    # delivery's middleware sends these headers, checks the origin, and keeps the staff's token.
    "security.W001",
    "security.W002",
    "security.W003",
    # Cookies are marked secure wherever the site's own address is.
    *(() if IS_SECURE else ("security.W012", "security.W016")),
]

# People and sessions
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_PATH = "/admin/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STANDFIRST_STAFF_SECOND_FACTOR = SITE.staff_second_factor
globals().update(sign_in_settings(SITE, is_secure=IS_SECURE))

# Language and time
LANGUAGE_CODE = SITE.language
LANGUAGES = [
    (code, LANG_INFO.get(code, {}).get("name_local", code))
    for code in (SITE.languages or (SITE.language,))
]
TIME_ZONE = SITE.time_zone
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "standfirst.config.formats"
LOCALE_PATHS = [PACKAGE / "locale"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = len(LANGUAGES) > 1

# Files
STATIC_URL = "/static/"
STATIC_ROOT = STANDFIRST_SITE / "static"
STATICFILES_DIRS = [PACKAGE / "static"] if (PACKAGE / "static").is_dir() else []
# `standfirst run` always collects; without it (tests, development) files come from their folders.
WHITENOISE_USE_FINDERS = not is_collected(STATIC_ROOT)
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_URL = "/media/"
MEDIA_ROOT = STANDFIRST_SITE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "standfirst.config.static_files.StaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail
EMAIL_BACKEND = (
    "standfirst.notify.smtp.Backend"
    if SITE.email_host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = SITE.email_host
EMAIL_PORT = SITE.email_port
EMAIL_HOST_USER = SITE.email_user
EMAIL_HOST_PASSWORD = SITE.email_password
EMAIL_USE_TLS = SITE.email_security == "starttls"
EMAIL_USE_SSL = SITE.email_security == "tls"
EMAIL_TIMEOUT = 20
STANDFIRST_MAIL_PROVIDER = SITE.mail_provider
# anymail reads these. Without a secret nothing that claims to be the provider's is believed.
ANYMAIL = {
    "WEBHOOK_SECRET": [] if SITE.mail_provider == "mailgun" else SITE.mail_webhook_secret,
    "MAILGUN_WEBHOOK_SIGNING_KEY": SITE.mail_webhook_secret,
}
DEFAULT_FROM_EMAIL = SITE.email_from or f"standfirst@{BASE.hostname or 'localhost'}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Wagtail
WAGTAIL_SITE_NAME = "Standfirst"
WAGTAILADMIN_BASE_URL = STANDFIRST_BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "standfirst.pictures.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "pictures.Document"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
TAGGIT_CASE_INSENSITIVE = True
# An article with many blocks and inline rows sends more fields than Django's default allows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOGGING = configure_logs(log_format=SITE.log_format, level=SITE.log_level)
