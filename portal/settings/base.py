"""Settings shared by every environment. No branches here: what differs stands in development, test and production."""

import re
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from portal.settings import reader
from portal.settings.logs import logging_of
from portal.settings.sign_in import federation_providers

BASE_DIR = reader.BASE_DIR
# Which process this is (processes.py); empty: one that does everything.
PORTAL_PROCESS = reader.process()
VAR_DIR = Path(reader.optional("PORTAL_VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "home",
    "stories",
    "events",
    "network",
    "search",
    "portal.shared",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "network.wagtail_users.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "network.allauth_sessions.PortalSessionsConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "portal.shared.http.SafeHeadersMiddleware",
    "portal.shared.http.RequestIdMiddleware",
    # Above all that a kept page needs no more: it went out through the ones below when it was made.
    "portal.shared.caching.middleware.KeptPagesMiddleware",
    "portal.shared.client_address.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.shared.frames.RoomForFramesMiddleware",
    "portal.shared.http.PathAwareCSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "network.members.middleware.SteadyAnswersMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "network.members.middleware.AccountLogMiddleware",
    "network.members.middleware.OldSessionMiddleware",
    "network.sessions.middleware.SessionUseMiddleware",
    "portal.shared.audit_log.acting.ActingMiddleware",
    "network.members.middleware.InterfaceLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.members.middleware.TwoFactorForEditorsMiddleware",
    "portal.shared.http.PrivateWhenSignedInMiddleware",
    "portal.shared.http.StorablePathMiddleware",
    "portal.shared.http.ReadableFormsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": reader.database("PORTAL_DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
# Whom the owner of the tables lets in to read and write rows (manage.py database_account); None: nobody else.
PORTAL_DATABASE_ACCOUNT = reader.account("PORTAL_DATABASE_APP_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must hold across processes (RELIABILITY, finding 6): the default cache is shared, in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Above this number Django throws rows away at random, rate limits among them; its own limit is 300.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
    **reader.page_cache("PORTAL_CACHE_URL", reader.optional("PORTAL_CACHE_CA", "")),
}

# Tables of which no public page shows anything: a write there leaves the kept pages as they are.
PORTAL_UNSEEN_TABLES = frozenset(
    {
        "portal_cache",
        "django_session",
        "django_tasks_database_dbtaskresult",
        "account_emailconfirmation",
        "events_calendarfeed",
        "events_followedcalendar",
        "events_foundevent",
        "mfa_authenticator",
        "network_absence",
        "network_dataexport",
        "network_deletionrequest",
        "network_digest",
        "network_erasure",
        "network_follow",
        "network_pushmessage",
        "network_pushsubscription",
        "network_pushwish",
        "network_savedsearch",
        "search_askedsearch",
        "search_enginestate",
        "search_enginetask",
        "search_entryvector",
        "search_rebuild",
        "search_relatedmark",
        "search_word",
        "shared_auditline",
        "shared_consentrecord",
        "shared_jobrun",
        "shared_mailrefusal",
        "shared_outboxmail",
        "shared_ratecount",
        "shared_secretlink",
        "usersessions_usersession",
    }
)
# Addresses whose answers are never kept, and the parameters of the lists whose answers are.
PORTAL_UNKEPT_PATHS = (
    "/beheer/",
    "/account/",
    "/static/",
    "/media/",
    "/documenten/",
    "/zoeken/",
    "/mijn/",
    "/netwerk/",
    "/dossier/",
    "/doe-mee/",
    "/suggestie/",
    "/taal/",
    "/healthz",
    "/readyz",
    "/metrics",
)
PORTAL_KEPT_PARAMETERS = frozenset(
    {
        "factor",
        "laag",
        "online",
        "pagina",
        "provincie",
        "rol",
        "school",
        "sector",
        "soort",
        "stap",
        "status",
        "thema",
        "uitkomst",
        "volgorde",
    }
)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "network.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "network.members.passwords.HardToGuessValidator"},
    {"NAME": "network.members.passwords.NotLeakedValidator"},
]
# The list of leaked passwords that is asked (network/members/breaches.py); empty: none.
PORTAL_BREACHED_PASSWORDS_URL = reader.optional("PORTAL_BREACHED_PASSWORDS_URL", "")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SIGNUP_REDIRECT_URL = "/mijn/begin/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "network.members.signup.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Who changes an address or a second step proves anew to be there; by password or second step, for who has one.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The link of a forgotten password; mail may take its time.
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "network.members.models.display_name"
ACCOUNT_ADAPTER = "network.members.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "network.members.federation.SchoolAccountAdapter"
SOCIALACCOUNT_PROVIDERS = federation_providers()
# Whose address it is says nothing: an account is joined by its owner only, after signing in.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
# Editors need a second factor (DECISIONS 17); development and test may do without, production always asks.
PORTAL_REQUIRE_MFA = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Files that never have a public address: exports of someone's data, and the list of who was erased.
PORTAL_PRIVATE_DIR = Path(reader.optional("PORTAL_PRIVATE_DIR", str(VAR_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

WAGTAIL_SITE_NAME = "Bruggen bouwen"
WAGTAILADMIN_BASE_URL = reader.optional("PORTAL_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Dutch"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
# The one zone of every date here. The list of a machine can hold names that a browser trips over.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
# People set their own password by mail; nobody types one for somebody else.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.shared.pages.workflow.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILIMAGES_IMAGE_MODEL = "shared.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 1000 * 1000
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.shared.media.forms.SafeImageForm"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"heic": "jpeg"}
WAGTAILDOCS_DOCUMENT_MODEL = "shared.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "key", "odp", "ods", "odt", "pdf", "pptx", "txt", "vtt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.shared.media.forms.SafeDocumentForm"
# Always to be saved, never shown in the tab of the site.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_RESPONSIVE_HTML = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview is a frame of the same origin
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it wants DENY for the line above
# Two weeks without use (network/sessions/), and a month in all (network/members/middleware.py).
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
PERMISSIONS_POLICY: dict = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
}
PERMISSIONS_POLICY["publickey-credentials-get"] = "self"
PERMISSIONS_POLICY["publickey-credentials-create"] = "self"

# DECISIONS 28: 'self' without nonce, so that public pages can be cached; the editor's pages need inline script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    }
}
# For files that people uploaded: whatever one of them may hold, a browser runs nothing of it.
PORTAL_FILE_CSP = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
PORTAL_ADMIN_PREFIX = "/beheer/"
PORTAL_ADMIN_CSP = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

DEFAULT_FROM_EMAIL = reader.optional("PORTAL_MAIL_FROM", "Bruggen bouwen <noreply@bruggenbouwen.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The mail service that sends and reports (portal/shared/mail_reports/services.py); empty: plain SMTP.
PORTAL_MAIL_SERVICE = ""
ANYMAIL: dict = {}

PORTAL_DISCLAIMER = reader.optional(
    "PORTAL_DISCLAIMER",
    "Voorbeeldportaal bij het programma Bruggen bouwen van saMBO-ICT (nu MBO Digitaal) en Kennisnet. "
    "Geen officiële website.",
)
PORTAL_CONTACT_EMAIL = reader.optional("PORTAL_CONTACT_EMAIL", "contact@bruggenbouwen.example")
# How many proxies of ours every request passes; with 0 no X-Forwarded-For is believed.
PORTAL_PROXIES = reader.number("PORTAL_PROXIES", 0, most=9)
# Who brings it reads the figures at /metrics; without one there is no such page.
PORTAL_METRICS_TOKEN = reader.optional("PORTAL_METRICS_TOKEN", "")
# Worker and clock touch this file at each round, for whoever watches them; empty: none.
PORTAL_ALIVE_FILE = reader.optional("PORTAL_ALIVE_FILE", "")
# The key that messages on devices are signed with; without one the portal offers none (docs/push.md).
PORTAL_VAPID_PRIVATE_KEY = reader.optional("PORTAL_VAPID_PRIVATE_KEY", "")
# Its public half, for processes that offer messages and sign none; empty: worked out from the other half.
PORTAL_VAPID_PUBLIC_KEY = reader.optional("PORTAL_VAPID_PUBLIC_KEY", "")
# Where `prepare` keeps a fresh key: in development only.
PORTAL_PUSH_KEY_FILE: Path | None = None
# Hosts that may be sent to though they are not public: none; tests name their own (portal/shared/http_guard.py).
PORTAL_PRIVATE_HOSTS: frozenset[str] = frozenset()
# Lists and profiles of people that one reader opens in an hour; see portal.shared.limits.views.
PORTAL_PEOPLE_PAGES_PER_HOUR = reader.number("PORTAL_PEOPLE_PAGES_PER_HOUR", 300, least=1)
# Accounts of the demo; only development settings switch this on, and production refuses it (DECISIONS 17).
PORTAL_DEMO = False
# The style guide at /styleguide/, for whoever works on templates.
PORTAL_STYLEGUIDE = False
PORTAL_DEMO_PASSWORD = "bruggen-demo"
# How long a process collects questions that were searched for before it writes them together; 0 writes none by itself.
PORTAL_SEARCH_LOG_SECONDS = 5
# Days: to take a deletion back, that an export stays ready, of absence before the warning and before removal.
PORTAL_ERASURE_WAIT_DAYS = reader.number("PORTAL_ERASURE_WAIT_DAYS", 14, most=90)
PORTAL_STEADY_MILLISECONDS = reader.number("PORTAL_STEADY_MILLISECONDS", 150, most=5_000)
PORTAL_EXPORT_DAYS = reader.number("PORTAL_EXPORT_DAYS", 7, least=1, most=90)
PORTAL_RETENTION_DAYS = reader.days(
    "PORTAL_RETENTION_DAYS",
    {
        "answered_invitations": 365,
        "audit_log": 90,
        "cohort_notes": 365,
        "dead_links": 90,
        "editors_messages": 365,
        "exchange_applications": 365,
        "exchange_listings": 365,
        "exchange_suggestions": 365,
        "joint_action_talks": 365,
        "joint_actions": 365,
        "mail_log": 90,
        "messages": 365,
        "question_reports": 365,
        "reaction_reports": 365,
        "readers_in_advance": 365,
        "reflections": 365,
        "searches": 90,
        "silent_devices": 90,
        "unanswered_invitations": 90,
        "withdrawn_consents": 1825,
        "withdrawn_texts": 365,
    },
)
PORTAL_INACTIVE_WARN_DAYS = reader.number("PORTAL_INACTIVE_WARN_DAYS", 365, least=30)
PORTAL_INACTIVE_REMOVE_DAYS = reader.number("PORTAL_INACTIVE_REMOVE_DAYS", 548, least=60)
PORTAL_TLS_CERTIFICATE = reader.optional("PORTAL_TLS_CERTIFICATE", "")
PORTAL_SEARCH_ENGINE = reader.optional("PORTAL_SEARCH_ENGINE", "embedded")
PORTAL_ELASTICSEARCH_URL = reader.optional("PORTAL_ELASTICSEARCH_URL", "")
# Search by meaning, where the extra `semantisch` is installed; without it this changes nothing.
PORTAL_SEARCH_MEANING = reader.flag("PORTAL_SEARCH_MEANING", True)
PORTAL_ELASTICSEARCH_INDEX = reader.optional("PORTAL_ELASTICSEARCH_INDEX", "portal-search")
PORTAL_ELASTICSEARCH_API_KEY = reader.optional("PORTAL_ELASTICSEARCH_API_KEY", "")
PORTAL_ELASTICSEARCH_CA = reader.optional("PORTAL_ELASTICSEARCH_CA", "")
PORTAL_ELASTICSEARCH_SHARDS = reader.number("PORTAL_ELASTICSEARCH_SHARDS", 1, least=1, most=1024)
PORTAL_ELASTICSEARCH_REPLICAS = reader.number("PORTAL_ELASTICSEARCH_REPLICAS", 0, most=100)
PORTAL_ELASTICSEARCH_REFRESH = reader.optional("PORTAL_ELASTICSEARCH_REFRESH", "true")

# The second group is a secret, wherever an address like this stands in a log: every address that opens something for
# whoever has it (tests/security/test_secrets_in_logs.py compares them with the URLconf).
PORTAL_SECRET_PATHS = re.compile(
    r"(/mijn/(?:peergang/)?agenda/(?=[^/\s]+\.ics)|/agenda/(?:aanmelding|afspraak|bewijs|terugblik)/|/uitwisseling/akkoord/"
    r"|/meelezen/|/dossier/|/uitnodiging/|/mail-afmelden/|/mail-kwam-aan/|/samen/afmelden/|/vragen/niet-meer-volgen/"
    r"|/account-behouden/|/ik-blijf/|/account/password/reset/key/)([^/\s]+?)(\.ics|(?=[/\s\"'?]|$))"
)
LOGGING = logging_of("plain")
