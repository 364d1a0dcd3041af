"""Django's settings of every side. What differs between installations comes from `environment`; the rest is fixed."""

from datetime import timedelta

from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from marga.site import environment
from marga.site.accounts.rules import LOCK, TRIES
from marga.site.logs import logging_config
from marga.site.queues import ORDINARY, URGENT

MARGA_SIDE = environment.side()
MARGA_COUNTRY = environment.country()
MARGA_FOLDER = environment.data_folder(MARGA_SIDE)
TLS = environment.switched_on("MARGA_TLS")

DEBUG = environment.switched_on("MARGA_DEBUG")
SECRET_KEY = environment.secret_key(MARGA_FOLDER)
ALLOWED_HOSTS = environment.hosts()
DATABASES = {"default": environment.database(MARGA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    f"marga.{MARGA_SIDE}",
    "marga.site",
    "marga.site.accounts",
    "marga.site.ledgers",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "ninja",
    "csp",
]
ROOT_URLCONF = f"marga.{MARGA_SIDE}.urls"
WSGI_APPLICATION = "marga.site.wsgi.application"
MIDDLEWARE = [
    "marga.site.middleware.reference_middleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django masks the CSRF token anew on each page, so lengths tell nothing
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "marga.site.middleware.body_limit_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "marga.site.middleware.address_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marga.site.accounts.gate.GateMiddleware",
    "marga.site.accounts.gate.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "marga.site.context.side",
            ],
        },
    }
]
#: A choice among hundreds is drawn several times as fast as with Django's own templates.
FORM_RENDERER = "django.forms.renderers.Jinja2"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": [ORDINARY, URGENT]}}
# How long a leader may be silent before another worker takes over and pages say that it stopped.
WORKER_LEASE = timedelta(seconds=15)

# Languages are chosen by address: English at /…, Khmer at /km/….
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("km", "ភាសាខ្មែរ")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone(MARGA_COUNTRY)
LOCALES = [environment.PACKAGE / part / "locale" for part in ("site", MARGA_SIDE, "figures")]
LOCALE_PATHS = [str(path) for path in LOCALES if path.is_dir()]
FORMAT_MODULE_PATH = ["marga.site.formats"]

LEDGER_NAME = environment.ledger_name(MARGA_SIDE)  # also of the keys that sign it

STATIC_URL = "/static/"
STATIC_ROOT = MARGA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "marga.site.static_files.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # read by developers only

# What a visitor may send: 2 MB, measured before anything is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# The sides may share one host name on different ports, and cookies know no ports: so each side has its own names.
COOKIE_PREFIX = f"{'__Host-' if TLS else ''}marga-{MARGA_SIDE}"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}-csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}-language"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}-session"
DIGITS_COOKIE_NAME = f"{COOKIE_PREFIX}-digits"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "marga.site.accounts.views.strangers.form_too_old"

# Signing in. A session ends by its own times, which `marga.site.accounts.sessions` checks at every request; the cookie
# ends with the browser, and the row in the database when the longest time is over.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "marga.site.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SESSION_IDLE = timedelta(minutes=environment.idle_minutes())
SESSION_LONGEST = timedelta(hours=environment.session_hours())
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTACT = environment.contact()
BESIDE = environment.beside()
CHECK_AT, COMPLAIN_AT, CARE_AT = environment.check_at(), environment.complain_at(), environment.care_at()
NOTICES_AT, NOTICES_KEY = environment.notices_at()
MAIL = environment.mail_server()
DEFAULT_FROM_EMAIL = environment.mail_from()
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if MAIL else "marga.site.outbox.Outbox"
if MAIL:
    EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.hostname, MAIL.username or "", MAIL.password or ""
    EMAIL_USE_SSL = MAIL.scheme == "smtps"
    EMAIL_PORT = MAIL.port or (465 if EMAIL_USE_SSL else 25)
EMAIL_TIMEOUT = 10  # seconds: a server that does not answer must not keep the worker
OTP_TOTP_ISSUER = f"Marga {MARGA_SIDE}"  # as the app names it

# Wrong passwords are counted by name alone, so that a guesser gains nothing by changing addresses.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = TRIES
AXES_COOLOFF_TIME = LOCK
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # `marga.site.accounts` keeps its own, without what was typed
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "marga.site.accounts.locking.counted_as"
AXES_CLIENT_IP_CALLABLE = "marga.site.accounts.peer.address"
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # its middleware would answer in our place
    "axes.W006",  # counting by address is left out on purpose, see above
]

if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked over loopback, without the proxy
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())

LOGGING = logging_config(MARGA_SIDE)
