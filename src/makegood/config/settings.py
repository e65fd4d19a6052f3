"""Django's settings, made from the environment; nothing here is read anywhere else than through django.conf."""

from __future__ import annotations

from pathlib import Path

from makegood.config.database import database_for
from makegood.config.environment import HERE, read_environment
from makegood.config.secret_key import kept_secret_key
from makegood.config.sign_on_apps import origin_of, sign_on_apps

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parents[1]
DATA = ENVIRONMENT.data.resolve()

DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [ENVIRONMENT.host, *(f"[{host}]" if ":" in host else host for host in sorted(HERE))]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.is_secure
SECURE_REDIRECT_EXEMPT = [r"^-/health/"]
SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value() or kept_secret_key(DATA)

INSTALLED_APPS = [
    "makegood.apps.MakegoodConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "makegood.config.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "makegood.config.middleware.ViewerMiddleware",
    "makegood.config.parts.PartsMiddleware",
]

ROOT_URLCONF = "makegood.config.urls"
WSGI_APPLICATION = "makegood.config.wsgi.application"

# Cotton and template partials each replace the loaders when they set themselves up, so both are set up here by hand.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(str(folder) for folder in PACKAGE.glob("*/templates")),
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "makegood.config.navigation.places",
            ],
            "libraries": {"house": "makegood.web.tags"},
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "makegood.web.tags",
            ],
        },
    }
]

FORM_RENDERER = "makegood.web.widgets.Renderer"

DATABASES = {"default": database_for(ENVIRONMENT.database, DATA)}

AUTH_USER_MODEL = "makegood.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
CSRF_FAILURE_VIEW = "makegood.web.errors.forgery_suspected"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_NAME = "makegood_session"
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_secure else None
SECURE_REFERRER_POLICY = "same-origin"

# Nobody signs up: people join by an invitation, which proves their address (people.services).
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies  # else everybody behind a proxy would share one count of tries
ACCOUNT_ADAPTER = "makegood.config.sign_on.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "makegood.config.sign_on.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Makegood"
SOCIALACCOUNT_ADAPTER = "makegood.config.sign_on.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sign_on_apps(ENVIRONMENT)}}

PUBLIC_ADDRESS = ENVIRONMENT.address
IS_DEMO = ENVIRONMENT.demo
DEFAULT_ZONE = ENVIRONMENT.zone
SCOPED_ROOMS = (
    "capability", "customers", "glossary", "promises", "items", "forecast", "plans", "revisions", "trackers",
)  # fmt: skip
API_SCOPES = [f"{room}:{right}" for room in SCOPED_ROOMS for right in ("read", "write")]

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [str(PACKAGE / "web" / "locale")]
FORMAT_MODULE_PATH = ["makegood.web.formats"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = str(DATA / "static")
STATICFILES_DIRS = [str(PACKAGE / "web" / "static")]

LOGGING_CONFIG = "makegood.config.logs.configure"
LOGGING = {"level": ENVIRONMENT.log_level}

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(DATA / "mail")
EMAIL_HOST = ENVIRONMENT.mail_host
EMAIL_PORT = ENVIRONMENT.mail_server_port
EMAIL_HOST_USER = ENVIRONMENT.mail_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail_password.get_secret_value()
EMAIL_USE_TLS = ENVIRONMENT.mail_tls == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.mail_tls == "tls"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_TIMEOUT = 30  # seconds; a mail server that hangs must not hold a worker

# Tries to sign in are counted by all serving processes together; what only spares work, by each for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_count",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

API_REQUESTS_A_MINUTE = 600  # of one token, in each serving process

ACCEPTANCE_DAYS = ENVIRONMENT.acceptance_days
QUOTING_LEVEL = ENVIRONMENT.quoting_level
QUOTING_OVERRIDES = frozenset(filter(None, ENVIRONMENT.quoting_overrides.split(",")))
FEED_READS_A_MINUTE = 30  # of one calendar's address, in each serving process

TRACKERS = {"redmine": "makegood.integrations.redmine.KIND"}
"""Where work can come from: kind → dotted path of a ``trackers.bridge.contract.Kind``."""

EVENT_HANDLERS = "makegood.config.events.HANDLERS"

# No 'unsafe-inline', no 'unsafe-eval', no nonce: styles and scripts come from files of our own only.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *origin_of(ENVIRONMENT)],
        "manifest-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "report-uri": "/-/csp/",
    }
}
