"""What a process is told from outside: every `MARGA_*` variable, read once and checked, with a safe default.

Each setting is a row of docs/operators.md; a test holds the two together.
"""

import os
import re
import secrets
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from .secret_files import secret_in

SIDES = ("authority", "enforcement", "care", "oversight")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PACKAGE = Path(__file__).parent.parent
COUNTRIES = PACKAGE / "country"
SECRET_BYTES = 48
MOST_PROCESSES = 64
LEDGER_OWNER = re.compile(r"[a-z0-9]([a-z0-9./:-]{0,98}[a-z0-9])?")
DAY_MINUTES, WEEK_HOURS = 24 * 60, 7 * 24


def existing_sides() -> list[str]:
    """The sides that this version contains, in the order of their ports."""
    return [name for name in SIDES if (PACKAGE / name / "apps.py").is_file()]


def side() -> str:
    """The side this process is. Raises ImproperlyConfigured for any other word, or a side not in this version."""
    name = os.environ.get("MARGA_SIDE", "authority")
    if name not in SIDES:
        raise ImproperlyConfigured(f"MARGA_SIDE is {name!r}. Set it to one of: {', '.join(SIDES)}.")
    if name not in existing_sides():
        raise ImproperlyConfigured(f"MARGA_SIDE is {name!r}, which this version does not contain yet.")
    return name


def country() -> str:
    """The code of the country whose data this process uses. Raises ImproperlyConfigured if there is no such folder."""
    code = os.environ.get("MARGA_COUNTRY", "kh")
    known = sorted(path.parent.name for path in COUNTRIES.glob("*/country.toml"))
    if code not in known:
        raise ImproperlyConfigured(f"MARGA_COUNTRY is {code!r}. Set it to one of: {', '.join(known)}.")
    return code


def time_zone(country_code: str) -> str:
    """The zone that days are counted in and times are shown in (an IANA name). The database keeps UTC."""
    return str(tomllib.loads((COUNTRIES / country_code / "country.toml").read_text("utf-8"))["timezone"])


def switched_on(name: str) -> bool:
    """A yes-or-no setting, off by default. Raises ImproperlyConfigured unless it is 1, 0 or empty."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 (on) or 0 (off).")
    return value == "1"


def number(name: str, default: int, most: int) -> int:
    """A setting that is a number from 1 to `most`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a number from 1 to {most}.")
    return int(value)


def processes() -> int:
    """How many web processes a side has."""
    return number("MARGA_PROCESSES", 1, MOST_PROCESSES)


def idle_minutes() -> int:
    """How long someone may be signed in without doing anything."""
    return number("MARGA_IDLE_MINUTES", 30, DAY_MINUTES)


def session_hours() -> int:
    """How long someone may be signed in at most, however busy."""
    return number("MARGA_SESSION_HOURS", 10, WEEK_HOURS)


def contact() -> str:
    """Whom people ask who cannot sign in, as the page says it; empty if it was not set."""
    return os.environ.get("MARGA_CONTACT", "").strip()


def beside() -> dict[str, str]:
    """The addresses of the sides that `./run` started together on this machine, by their names."""
    pairs = (word.partition("=") for word in os.environ.get("MARGA_BESIDE", "").split())
    return {name: address for name, _equals, address in pairs if name in SIDES and address}


def check_at() -> str:
    """The address of the public page where the code of a receipt is checked, as receipts print it."""
    here = beside().get("authority", "http://127.0.0.1:8000")
    return os.environ.get("MARGA_CHECK_AT", "").strip() or f"{here}/receipts/"


def care_at() -> str:
    """The address of the public pages of care, as slips print it."""
    here = beside().get("care", "http://127.0.0.1:8002")
    return os.environ.get("MARGA_CARE_AT", "").strip() or f"{here}/"


def notices_at() -> tuple[str, str]:
    """The whole address of care's batch of notices, and the key that signs it; both empty: as `./run` started them.

    Raises ImproperlyConfigured for one without the other, without repeating the address, which is a secret.
    """
    address, key = (os.environ.get(name, "").strip() for name in ("MARGA_NOTICES_AT", "MARGA_NOTICES_KEY"))
    if bool(address) != bool(key) or (address and not address.startswith(("https://", "http://"))):
        raise ImproperlyConfigured(
            "Set MARGA_NOTICES_AT to the address and MARGA_NOTICES_KEY to the key that `marga care notices` prints, or "
            "leave both out."
        )
    return address, key


def complain_at() -> list[str]:
    """Where to complain, as receipts print it: lines between semicolons; none if it was not set."""
    return [line for part in os.environ.get("MARGA_COMPLAIN_AT", "").split(";") if (line := part.strip())]


def mail_server() -> SplitResult | None:
    """The mail server that takes what is sent, `smtp://NAME:PASSWORD@HOST:PORT` or `smtps://…`; None: the outbox.

    Raises ImproperlyConfigured.
    """
    try:
        address = urlsplit(os.environ.get("MARGA_MAIL", "").strip())
        fine = address.scheme in ("smtp", "smtps") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is none
        fine = False
    else:
        if not any(address):
            return None
    if not fine:  # never said again: there may be a password in it
        raise ImproperlyConfigured("MARGA_MAIL is no mail server. Set it like smtp://mail.example:25, or leave it out.")
    return address


def mail_from() -> str:
    """Whom mail comes from."""
    return os.environ.get("MARGA_MAIL_FROM", "").strip() or "marga@localhost"


def ledger_name(side_name: str) -> str:
    """The name of a side's ledger, which its keys have too: MARGA_LEDGER/SIDE. Raises ImproperlyConfigured."""
    owner = os.environ.get("MARGA_LEDGER", "localhost")
    if not LEDGER_OWNER.fullmatch(owner):
        raise ImproperlyConfigured(f"MARGA_LEDGER is {owner!r}. Set it to a domain name of yours: police.example")
    return f"{owner}/{side_name}"


def check() -> None:
    """Read every setting that all sides share, so that a wrong one is told before anything starts."""
    country()
    processes()
    idle_minutes()
    session_hours()
    ledger_name("")
    database(Path())
    for name in ("MARGA_TLS", "MARGA_DEBUG"):
        switched_on(name)


def data_folder(side_name: str) -> Path:
    """The folder of one side under MARGA_DATA, made if missing, readable by its owner only."""
    folder = Path(os.environ.get("MARGA_DATA", "data")).resolve() / side_name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def office_address(variable: str, place: str, roles: str, example: str) -> str:
    """Where alerts are sent: an address with {to} and a place in it, as an environment variable has it.

    place      such as "unit"; `example`: the code of one
    roles      what {to} may be, for whoever has to correct it
    Raises ImproperlyConfigured.
    """
    given = os.environ.get(variable, "").strip() or f"{{to}}.{{{place}}}@localhost"
    try:
        validate_email(given.format(**{"to": "inspector", place: example}))
    except (ValidationError, LookupError, ValueError, AttributeError) as wrong:
        raise ImproperlyConfigured(
            f"{variable} is {given!r}. Set it like {{to}}.{{{place}}}@office.example: {{to}} is {roles}, {{{place}}} "
            f"the code of the {place}."
        ) from wrong
    return given


def hosts() -> list[str]:
    """The names a visitor may use: loopback always, and the comma-separated MARGA_HOSTS."""
    given = (name.strip() for name in os.environ.get("MARGA_HOSTS", "").split(","))
    return [*LOOPBACK, *(name for name in given if name)]


def secret_key(folder: Path) -> str:
    """The side's own secret, made on first use."""
    return secret_in(folder / "secret", lambda: secrets.token_urlsafe(SECRET_BYTES).encode()).decode()


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the default database: MARGA_DATABASE_URL, or SQLite in the side's folder.

    Raises ImproperlyConfigured without repeating the address, which may hold a password.
    """
    address = os.environ.get("MARGA_DATABASE_URL") or f"sqlite:///{folder / 'db.sqlite3'}"
    try:
        found: dict[str, Any] = {**dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)}
    except (ValueError, KeyError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured("MARGA_DATABASE_URL cannot be read. Write postgres://USER@HOST/NAME.") from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **sqlite_options()}
    return found


def sqlite_options() -> dict[str, Any]:
    """Readers beside one writer (WAL); a writer says so at BEGIN, so that it waits (seconds) instead of failing."""
    return {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
