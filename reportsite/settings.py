"""One settings file; everything secret or local comes from the environment (see README)."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))


def env_flag(name: str, default: bool = False) -> bool:
    """Return whether the environment switches `name` on: 1, true, yes or on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated values of `name`."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_number(name: str, default: int) -> int:
    """Return the whole number that the environment gives for `name`."""
    return int(os.environ.get(name) or default)


DEBUG = env_flag("DEBUG")
# The demo shows its own log-in on the log-in page; never set it where real people work.
DEMO = env_flag("DEMO")
DEMO_LOGIN = ("demo", "nianbao-demo")
# Log-in name, family name, given name, what they are; all with the same password.
DEMO_PEOPLE = (
    ("demo", "张", "明", "填报兼审核"),
    ("demo-shenhe", "李", "红", "审核人"),
    ("demo-zhuguan", "王", "芳", "主管和管理员"),
)
# Commands that print or check a file need no secret; the server refuses to start without one.
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "reports",
    "reportsite.accounts",
    "reportsite.operation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "treebeard",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "reportsite.operation.middleware.RealAddress",
    "reportsite.operation.middleware.RequestLog",
    "reportsite.operation.deadlines.TimeLimit",
    "reportsite.operation.middleware.Turns",
    "django.middleware.security.SecurityMiddleware",
    "reportsite.middleware.Origin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reportsite.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "reportsite.middleware.BoundedAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "reportsite.accounts.middleware.SessionPolicy",
    "reportsite.operation.middleware.RateLimits",
    "reportsite.middleware.PrivateByDefault",
    "reportsite.accounts.middleware.Gates",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reportsite.middleware.BoundedBody",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "reportsite.urls"
WSGI_APPLICATION = "reportsite.wsgi.application"
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
                "reportsite.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'reports.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for the lock instead of failing halfway through a transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an acknowledged save is on disk even if the power goes.
        # Recursive triggers: INSERT OR REPLACE deletes too, which only then asks the guards.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;"
        ),
    }
    # In memory, threads would share one connection and one transaction.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    # A wire that is cut, a host that is gone: noticed within seconds on both ends, so that nobody
    # waits for the answer, or for the rows that the lost one had locked (docs/operation.md § 5).
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        # Only what reportsite/database/prepared.py runs is prepared.
        "prepare_threshold": 5,
        "options": (
            "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
            " -c tcp_user_timeout=10000 -c idle_in_transaction_session_timeout=60000"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Log-in (docs/security.md says what each answers to).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "reportsite.accounts.policy.passwords.ComplexityValidator"},
    {"NAME": "reportsite.accounts.policy.passwords.HistoryValidator"},
]
PASSWORD_HISTORY = env_number("PASSWORD_HISTORY", 5)
PASSWORD_DAYS = 0 if DEMO else env_number("PASSWORD_DAYS", 90)  # 0: no age
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "reportsite.accounts.backends.NoDemoPassword",
    "reportsite.accounts.backends.PasswordBackend",
]
# The account is locked, not the address: a whole office shares one.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # wants the address
AXES_FAILURE_LIMIT = env_number("LOGIN_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env_number("LOGIN_LOCK_MINUTES", 15))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says until when
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "reportsite.accounts.views.locked_out"
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # reportsite.operation.middleware.RealAddress
AXES_VERBOSE = False
# "supervisors", "everyone", or "off": reportsite.accounts.policy.second_factor.needs_second_factor.
SECOND_FACTOR = os.environ.get("SECOND_FACTOR", "off" if DEMO else "supervisors")
SUPERVISES = "reports.access.supervises_anything"
ASKED_BESIDE = "reports.access.roles.BESIDE"
SECOND_FACTOR = "" if SECOND_FACTOR == "off" else SECOND_FACTOR
OTP_TOTP_ISSUER = "政府信息公开年报"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
HELP_CONTACT = os.environ.get("HELP_CONTACT", "本单位的管理员")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_HOURS = env_number("SESSION_HOURS", 10)
SESSION_IDLE_MINUTES = env_number("SESSION_IDLE_MINUTES", 30)
SESSION_ENGINE = "reportsite.accounts.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_PASSIVE = {"pulse", "part_pulse", "bulk_progress", "gathering_progress", "parcel_progress", "import_scan_progress"}  # asked by pages by themselves: no sign of a person

# Sign-on through the organ's own OpenID Connect provider, where one is named.
OIDC_RP_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_RP_SIGN_ALGO = os.environ.get("OIDC_SIGN_ALGORITHM", "RS256")
OIDC_RP_SCOPES = os.environ.get("OIDC_SCOPES", "openid profile")
OIDC_USERNAME_CLAIM = os.environ.get("OIDC_USERNAME_CLAIM", "preferred_username")
OIDC_OP_AUTHORIZATION_ENDPOINT = os.environ.get("OIDC_AUTHORIZATION_URL", "")
OIDC_OP_TOKEN_ENDPOINT = os.environ.get("OIDC_TOKEN_URL", "")
OIDC_OP_USER_ENDPOINT = os.environ.get("OIDC_USERINFO_URL", "")
OIDC_OP_JWKS_ENDPOINT = os.environ.get("OIDC_KEYS_URL", "")
OIDC_CREATE_USER = False
OIDC_USE_PKCE = True
OIDC_TIMEOUT = env_number("SIGN_ON_SECONDS", 5)  # seconds that the provider has to answer
LOGIN_REDIRECT_URL_FAILURE = "/sign-on/failed/"
if OIDC_RP_CLIENT_ID:
    AUTHENTICATION_BACKENDS.append("reportsite.accounts.backends.OpenIDBackend")

# Passwords that an LDAP directory checks (requirements-ldap.txt); accounts are made here.
AUTH_LDAP_SERVER_URI = os.environ.get("LDAP_URI", "")
AUTH_LDAP_USER_DN_TEMPLATE = os.environ.get("LDAP_USER_DN", "")  # uid=%(user)s,ou=…
AUTH_LDAP_START_TLS = env_flag("LDAP_START_TLS")
AUTH_LDAP_NO_NEW_USERS = True
AUTH_LDAP_ALWAYS_UPDATE_USER = False
if AUTH_LDAP_SERVER_URI:
    import ldap

    AUTH_LDAP_CONNECTION_OPTIONS = {
        ldap.OPT_NETWORK_TIMEOUT: OIDC_TIMEOUT,
        ldap.OPT_TIMEOUT: OIDC_TIMEOUT,
    }
    AUTHENTICATION_BACKENDS.append("reportsite.accounts.directory.DirectoryBackend")

LANGUAGE_CODE = "zh-hans"
# Our words where Django's are translated from English.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Our faces and pictures do not get smaller.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "ttf",
    "woff",
    "woff2",
    "png",
    "jpg",
    "webp",
    "ico",
    "gz",
    "br",
    "zip",
    "map",
)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# The demo is up at once: what collectstatic would hash and pack is served as it is.
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "reportsite.storage.HashedStatic"},
}

# What goes into e-mails before a path; without it they name no address.
SITE_URL = os.environ.get("SITE_URL", "")
# Without a mail server people are told on the site only; the demo writes e-mails into files.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = env_flag("EMAIL_USE_TLS"), env_flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10
MAIL_IN_BACKGROUND = VIEWS_IN_BACKGROUND = True
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "nianbao@localhost")
_BACKEND = "smtp" if EMAIL_HOST else "filebased" if DEMO else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_BACKEND}.EmailBackend"

# Background work (manage.py work): queued in the database, done by any number of workers.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Seconds; a worker shows itself several times within them. After that others do its work.
WORKER_SILENCE = env_number("WORKER_SILENCE", 20)
BULK_DAYS = env_number("BULK_DAYS", 7)  # how long a bulk export is kept
GATHERING_DAYS = env_number("GATHERING_DAYS", 30)  # and what was brought to a bulk import
WORKER_SEEN = "reports.jobs.worker_is_alive"  # what readyz asks
REHEARSALS = ["reports.writing.rehearsing.save_nothing"]  # each asks what comes often, for nobody
PROBLEM_PAGE = "reports.views.common.problems.problem"  # how a limit is told

# One section with its words fits easily; pictures travel apart and have a limit of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A file to be imported may have 20 MB; what is larger is refused before it is read.
LARGEST_REQUEST = 21 * 1024 * 1024
# Many files at once, to these addresses alone (reports/gathering, reports/parcels).
LOTS_ADDRESSES = ("/gatherings/", "/parcels/")
LARGEST_LOT = 61 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 300
# Where several machines serve the site: rates are counted in the database, for all of them.
SHARED_LIMITS = env_flag("SHARED_LIMITS")
# Name of an address, or of their space -> requests a minute: of a person, or before the log-in and
# on the public site of an address.
RATE_LIMITS = {
    "login": 60,  # an office comes in through one address
    "admin:login": 60,
    "second_factor": 20,
    "oidc_authentication_callback": 60,
    "save": 300,
    "part_save": 300,
    "unit_save": 1200,  # the units of an office come through one address
    "unit_pulse": 1200,
    "unit_code": 30,
    "unit_bring": 30,
    "part_bring": 30,
    "unit_workbook": 30,
    "pictures": 60,
    "download": 60,
    "preview": 120,
    "preview_page": 600,
    "aggregation_xlsx": 20,
    "aggregation_organs_csv": 20,
    "import": 30,
    "import_new": 30,
    "bulk_new": 30,
    "bulk_download": 20,
    "bulk_progress": 120,
    "gatherings": 30,
    "gathering_list": 20,
    "parcels": 30,
    "parcel_pack": 20,
    "parcel_trust": 20,
    "parcel_back": 20,
    "parcel_progress": 120,
    "gathering_progress": 120,
    "import_scan_progress": 120,
    "public_api": 120,
    "": 600,  # any other
}

# Name of an address -> seconds that a request may take, or a piece of an answer that is streamed.
# nginx waits 65 for an answer, the editor 20.
TIME_LIMITS = {
    "save": 20,
    "pulse": 20,
    "findings": 20,
    "part_save": 20,
    "part_pulse": 20,
    "part_findings": 20,
    "unit_save": 20,
    "unit_pulse": 20,
    "unit_findings": 20,
    # The provider is asked three times; who sends a byte now and then is held to it, too.
    "oidc_authentication_callback": 4 * OIDC_TIMEOUT,
    "": env_number("REQUEST_SECONDS", 55),  # any other
}

CSRF_FAILURE_VIEW = "reports.views.common.problems.csrf_failure"
X_FRAME_OPTIONS = "DENY"  # but for the preview, whose view says so
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
# How many proxies of ours stand in front; each adds one entry to X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
# Behind a proxy that ends TLS, HTTPS=1 makes cookies and redirects secure.
HTTPS = env_flag("HTTPS")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the server itself
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# LOG_FORMAT=json: one object a line, without names, addresses or contents
# (reportsite/operation/logs.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "reportsite.operation.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": os.environ.get("LOG_FORMAT", "line"),
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        # axes and LDAP name people; what they report reaches the log without names elsewhere.
        "axes": {"level": "CRITICAL"},
        "django_auth_ldap": {"level": "CRITICAL"},
        "mozilla_django_oidc": {"level": "CRITICAL"},
        # A refusal is a line of the request log already.
        "django.request": {"level": "ERROR"},
        "reportsite.operation.requests": {"level": os.environ.get("REQUEST_LOG_LEVEL", "WARNING")},
    },
}

# An agency's own faces, used when they are installed: {"title": "FZXiaoBiaoSong-B05S", …}.
# The keys are those of reports/rendering/typesetting/fonts.py; the faces we ship stand in for the rest.
REPORT_FACES = dict(part.split("=", 1) for part in env_list("REPORT_FACES") if "=" in part)

# What the public site calls itself.
PUBLIC_NAME = os.environ.get("PUBLIC_NAME") or "政府信息公开工作年度报告"
# Under which licence its data may be used, in words, and where it stands. Only the office can grant
# one: there is no default, and the site says that there is none.
DATA_LICENCE = os.environ.get("DATA_LICENCE", "")
DATA_LICENCE_URL = os.environ.get("DATA_LICENCE_URL", "")
# RealAddress has put the visitor's address in REMOTE_ADDR: the API's limit believes no header.
NINJA_NUM_PROXIES = 0
