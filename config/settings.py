"""Settings of the whole project; what differs between installations comes from config.env."""

import tomllib
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("COUNTERSIGN_STATE", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.text("SECRET_KEY", "")
DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in env.text("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
_PROJECT = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = _PROJECT["project"]["version"]
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}")

INSTALLED_APPS = [
    "ops.apps.OpsConfig",
    "assessments.apps.AssessmentsConfig",
    "controls.apps.ControlsConfig",
    "inventory.apps.InventoryConfig",
    "governance.apps.GovernanceConfig",
    "records.apps.RecordsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "records.requests.middleware.NothingKeptMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "records.requests.middleware.ActorMiddleware",
    "records.requests.outside.OutsideMiddleware",
    "records.requests.middleware.MomentMiddleware",
    "records.requests.middleware.IdempotencyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "records.pages.shell.context",
            ],
        },
    },
]

# The restricted login serves web, worker and sequencer; migrations need the owner.
_LOGIN = env.text("COUNTERSIGN_LOGIN", "app")
_APP_URL = env.text("DATABASE_URL", "")
_OWNER_URL = env.text("DATABASE_OWNER_URL", "") or _APP_URL
_DATABASE = env.database(_OWNER_URL if _LOGIN == "owner" else _APP_URL)
_POOL = {"min_size": 1, "max_size": 12, "timeout": 10}
# Names mean our tables, whatever path was set for the login, the database or the server.
_PATH = f"{_DATABASE['OPTIONS'].get('options', '')} -c search_path=public".strip()
DATABASES = {
    "default": {
        **_DATABASE,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_DATABASE["OPTIONS"], "options": _PATH, "pool": _POOL},
    }
}
LOGINS_ARE_SEPARATE = bool(_APP_URL and _OWNER_URL and _APP_URL != _OWNER_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # A page never waits longer for what it can work out by itself.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
        if REDIS_URL.startswith("redis")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # A page that asks for work does not wait for a queue that is down: the sweeper finds the job.
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "records.tasks.sweep", "schedule": 30.0},
    "prune-shelf": {"task": "records.tasks.prune_shelf", "schedule": 3600.0},
}

AUTH_USER_MODEL = "governance.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "governance.signin.adapters.WrongPassword",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "governance.signin.adapters.Adapter"
ACCOUNT_FORMS = {"reset_password": "governance.signin.forms.ResetPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# An address is changed by an administrator; asking for a new password tells nothing about others.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_ADAPTER = "governance.signin.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "governance.signin.forms.AuthenticateForm",
    "reauthenticate": "governance.signin.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Countersign"
# Who types a code while the next one comes up is not refused (RFC 6238, 5.2: one step at most).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
# How many proxies of our own stand before the web server; each adds one entry to
# X-Forwarded-For, and only those are believed. Without a proxy the header counts for nothing.
PROXIES = env.number("PROXIES", 1) if env.flag("BEHIND_PROXY", False) else 0
# The limits of sign-in; `governance.people.guesses` has the nearest one. What counts failures
# counts them for a person and an address together, so that nobody closes the door for a house, or
# for one person from elsewhere. What counts by address alone ("ip") is a brake against floods and
# far above what a house needs; each door has its own.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": None,
    # The key is the e-mail address: whoever is beyond it has five valid letters already.
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
AXES_CLIENT_IP_CALLABLE = "governance.signin.adapters.address_of"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_USERNAME_FORM_FIELD = "login"
# What was sent is kept with an attempt; what was typed as a secret is not.
AXES_SENSITIVE_PARAMETERS = ["secret", "password", "code", "username", "ip_address"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_USER_OBJ_PERMS_MODEL = "governance.Grant"
ANONYMOUS_USER_NAME = None

# History is written by records.changing.acting; the library's own signal handlers stay off.
SIMPLE_HISTORY_ENABLED = False
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

# The choice that narrows a list by nothing.
FILTERS_EMPTY_CHOICE_LABEL = _("any")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
# The name the organisation is founded with, and the address of its first administrator.
ORGANISATION = env.text("ORGANISATION", "Our organisation")
ADMIN_EMAIL = env.text("ADMIN_EMAIL", "admin@example.org")
ORGANISATION_TIME_ZONE = env.text("ORGANISATION_TIME_ZONE", "Europe/Brussels")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
MEDIA_ROOT = STATE_DIR / "files"
# Compressing costs most of a minute at each start: production does it once, in its image.
_STATIC = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if env.flag("COMPRESS_STATIC", False)
    else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LEDGER_ORIGIN = env.text("LEDGER_ORIGIN", "countersign.local")
LEDGER_KEY = Path(env.text("LEDGER_KEY", str(STATE_DIR / "keys" / "ledger.pem")))
SEAL_KEY = Path(env.text("SEAL_KEY", str(STATE_DIR / "keys" / "seal.p12")))
ANCHOR_FILE = Path(env.text("ANCHOR_FILE", str(STATE_DIR / "anchors" / "anchors.log")))
TIMESTAMP_URL = env.text("TIMESTAMP_URL", "")
# With this token Prometheus reads /metrics; without one only administrators do.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_SSL_REDIRECT = _HTTPS and env.flag("SSL_REDIRECT", True)
# Probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAILERS = {
    "default": {
        "BACKEND": env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"),
        "OPTIONS": {"file_path": str(STATE_DIR / "mail")}
        if not env.text("EMAIL_BACKEND", "")
        else {},
    }
}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "countersign@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "governance.people.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["records.api.parsing.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "records.api.paging.CursorPaging",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "records.api.problems.handler",
    "NUM_PROXIES": PROXIES,
    "DEFAULT_THROTTLE_CLASSES": ["records.api.throttling.ActorThrottle"],
    "DEFAULT_THROTTLE_RATES": {"actor": env.text("API_RATE", "6000/min")},
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Countersign API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # A closed list that several fields share bears one name.
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "inventory.use_cases.choices.YesNoUnsure.choices",
        "OutcomeClassEnum": "assessments.classification.models.choices.OutcomeClass.choices",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {"pikepdf": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
