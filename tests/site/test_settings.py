"""Settings: safe unless told otherwise, and clear when told something wrong."""

import runpy
import stat
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from marga.site import environment


@pytest.fixture
def settings_of(tmp_path, monkeypatch):
    """Read the settings afresh, as a process with these variables would."""
    monkeypatch.setenv("MARGA_DATA", str(tmp_path))
    monkeypatch.setattr(environment, "existing_sides", lambda: list(environment.SIDES))

    settings_file = str(Path(environment.__file__).with_name("settings.py"))

    def read(**variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(settings_file)

    return read


def test_an_unknown_side_is_refused_with_the_names_that_exist(settings_of):
    with pytest.raises(ImproperlyConfigured, match=r"'police'.*authority, enforcement, care, oversight"):
        settings_of(MARGA_SIDE="police")


def test_a_side_that_this_version_does_not_contain_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "PACKAGE", tmp_path)
    monkeypatch.setenv("MARGA_SIDE", "care")
    with pytest.raises(ImproperlyConfigured, match=r"'care'.*does not contain"):
        environment.side()


def test_an_unknown_country_is_refused_with_the_codes_that_exist(settings_of):
    with pytest.raises(ImproperlyConfigured, match=r"'xx'.*kh"):
        settings_of(MARGA_COUNTRY="xx")


def test_a_switch_is_on_off_or_an_error(settings_of):
    assert settings_of()["DEBUG"] is False
    assert settings_of(MARGA_DEBUG="1")["DEBUG"] is True
    with pytest.raises(ImproperlyConfigured, match="MARGA_DEBUG is 'yes'"):
        settings_of(MARGA_DEBUG="yes")


def test_a_sign_in_ends_after_half_an_hour_idle_and_after_a_working_day_unless_told_otherwise(settings_of):
    usual, told = settings_of(), settings_of(MARGA_IDLE_MINUTES="5", MARGA_SESSION_HOURS="2")
    assert (usual["SESSION_IDLE"], usual["SESSION_LONGEST"]) == (timedelta(minutes=30), timedelta(hours=10))
    assert (told["SESSION_IDLE"], told["SESSION_LONGEST"]) == (timedelta(minutes=5), timedelta(hours=2))
    assert told["SESSION_COOKIE_AGE"] == 2 * 60 * 60


@pytest.mark.parametrize("setting", ["MARGA_IDLE_MINUTES", "MARGA_SESSION_HOURS", "MARGA_PROCESSES"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "soon", "", "99999", "²"])
def test_a_number_that_cannot_be_is_refused_by_name_before_anything_starts(monkeypatch, setting, value):
    monkeypatch.setenv(setting, value)
    with pytest.raises(ImproperlyConfigured, match=f"{setting} is .*Set it to a number from 1 to"):
        environment.check()


def test_only_loopback_names_are_served_unless_more_are_given(settings_of):
    assert settings_of()["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert "figures.gov.example" in settings_of(MARGA_HOSTS="figures.gov.example")["ALLOWED_HOSTS"]


def test_the_secret_is_readable_by_its_owner_only_and_stays_the_same(settings_of, tmp_path):
    first = settings_of()["SECRET_KEY"]
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "authority" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "authority").stat().st_mode) == 0o700
    assert settings_of()["SECRET_KEY"] == first
    assert settings_of(MARGA_SIDE="care")["SECRET_KEY"] != first


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path):
    start, found = threading.Barrier(8), []

    def read() -> None:
        start.wait()
        found.append(environment.secret_key(tmp_path))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_no_two_sides_share_a_cookie_name(settings_of):
    kinds = ["CSRF_COOKIE_NAME", "DIGITS_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_NAME"]
    names = [settings_of(MARGA_SIDE=side)[kind] for side in environment.SIDES for kind in kinds]
    assert len(set(names)) == len(environment.SIDES) * len(kinds)


def test_behind_tls_cookies_are_secure_and_browsers_stay_on_tls(settings_of):
    plain, secure = settings_of(), settings_of(MARGA_TLS="1")
    assert not plain["CSRF_COOKIE_SECURE"]
    assert "SECURE_HSTS_SECONDS" not in plain
    assert secure["CSRF_COOKIE_SECURE"]
    assert secure["SESSION_COOKIE_SECURE"]
    assert secure["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert secure["SECURE_SSL_REDIRECT"]
    assert secure["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600


def test_sqlite_says_at_begin_that_it_will_write_and_readers_go_on(settings_of, tmp_path):
    found = settings_of()["DATABASES"]["default"]
    assert Path(found["NAME"]) == tmp_path / "authority" / "db.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "WAL" in found["OPTIONS"]["init_command"]


def test_an_unreadable_database_address_is_refused_without_repeating_its_password(settings_of):
    with pytest.raises(ImproperlyConfigured, match="MARGA_DATABASE_URL") as caught:
        settings_of(MARGA_DATABASE_URL="nosuch://marga:hunter2@db/marga")
    assert "hunter2" not in str(caught.value)


def test_days_are_those_of_the_country_and_the_database_keeps_utc(settings_of):
    found = settings_of()
    assert found["USE_TZ"]
    assert found["TIME_ZONE"] == environment.time_zone(found["MARGA_COUNTRY"])
