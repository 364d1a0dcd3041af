"""The check of the published reports: one run for one input, in every language. On SQLite and on PostgreSQL."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from marga import __version__
from marga.authority import queries, services
from marga.authority.charts import WIDTHS
from marga.authority.models import Chart, CheckOutcome, CheckRun
from marga.authority.schedule import JOBS
from marga.authority.services import check_published
from marga.authority.tasks import check_published_reports
from marga.country import load
from marga.figures import as_json, check, published_reports
from marga.site.schedule import enqueue_at_start, enqueue_due, jobs_of
from marga.site.worker import Worker
from support.waiting import until

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def test_a_check_is_kept_with_what_it_checked_and_when(database):
    before = timezone.now()
    run = check_published()
    country = load("kh")
    assert (run.country, run.country_digest, run.marga_version) == ("kh", country.digest, __version__)
    assert before <= run.started_at <= run.finished_at <= timezone.now()
    checked = check(published_reports(country), country)
    assert (run.reports, run.figures) == (len(checked.reports), checked.figure_count)
    assert run.errors + run.warnings + run.notes == len(checked.findings)
    assert (run.errors, run.warnings, run.notes) == tuple(
        sum(finding.severity == severity for finding in checked.findings) for severity in ("error", "warning", "note")
    )


def test_every_language_has_its_outcome_and_its_charts_in_both_widths(database):
    run = check_published()
    outcomes = {one.language: one.outcome for one in run.outcomes.all()}
    assert sorted(outcomes) == sorted(LANGUAGES)
    country = load("kh")
    assert outcomes["en"] == as_json(check(published_reports(country), country))
    for one in outcomes.values():
        assert [finding["figures"] for finding in one["findings"]] == [
            finding["figures"] for finding in outcomes["en"]["findings"]
        ]
    khmer = [finding["message"] for finding in outcomes["km"]["findings"]]
    assert all(re.search("[ក-៹]", message) for message in khmer)
    drawn = {(one.language, one.name, one.width) for one in run.charts.all()}
    names = {name for _, name, _ in drawn}
    assert "cases" in names
    assert drawn == {(language, name, width) for language in LANGUAGES for name in names for width in WIDTHS}


def test_checking_again_returns_the_run_that_is_there_and_draws_nothing(database, monkeypatch):
    first = check_published()
    monkeypatch.setattr(services, "draw_all", lambda *_: pytest.fail("drawn a second time"))
    assert check_published() == first
    assert CheckRun.objects.count() == 1


def test_of_two_workers_that_check_at_once_one_run_is_left_whole(database):
    start, runs, faults = threading.Barrier(2), [], []

    def work() -> None:
        try:
            start.wait()
            runs.append(check_published().pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert set(runs) == {CheckRun.objects.get().pk}
    assert CheckOutcome.objects.count() == len(LANGUAGES)
    assert Chart.objects.values("language", "name", "width").distinct().count() == Chart.objects.count() > 0


@pytest.mark.parametrize("changed", ["version", "digest"])
def test_another_version_or_other_reports_make_a_new_run_which_the_pages_read(database, monkeypatch, changed):
    old = check_published()
    CheckOutcome.objects.filter(run=old).update(outcome={"findings": [], "suspects": []})
    if changed == "version":
        monkeypatch.setattr(services, "__version__", "99.0")
    else:
        CheckRun.objects.update(country_digest="0" * 64)  # as if the old one had been of other reports
    new = check_published()
    assert new != old
    assert CheckRun.objects.count() == 2
    assert queries.latest_outcome().run == new
    assert queries.latest_outcome().findings
    with translation.override("km"):
        assert queries.latest_outcome().run == new
    new.charts.filter(language="en", name="cases").update(svg="<svg>new</svg>")
    assert set(queries.charts("cases").values()) == {"<svg>new</svg>"}
    assert queries.outcome_tag().startswith(f'"{new.number}')


def test_a_check_that_fails_while_drawing_leaves_nothing(database, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("no font")

    monkeypatch.setattr(services, "draw_all", fail)
    with pytest.raises(RuntimeError):
        check_published()
    assert not CheckRun.objects.exists()
    assert not CheckOutcome.objects.exists()


def test_a_check_that_fails_while_it_is_kept_leaves_nothing(database, monkeypatch):
    monkeypatch.setattr(services, "draw_all", lambda *_: {("cases", "wide"): None})  # no chart has no SVG
    with pytest.raises(Exception, match=r"(?i)null"):
        check_published()
    assert not CheckRun.objects.exists()
    assert not CheckOutcome.objects.exists()


def test_the_worker_checks_the_reports_at_its_start_and_every_hour(database):
    (job,) = [one for one in jobs_of("authority") if one.name == "authority.check-published"]
    assert job in JOBS
    now = timezone.now()
    assert enqueue_due([job], now) == [job.name]
    assert enqueue_due([job], now + timedelta(minutes=59)) == []
    assert enqueue_due([job], now + timedelta(minutes=60)) == [job.name]
    enqueue_at_start([job], now + timedelta(minutes=61))
    assert enqueue_due([job], now + timedelta(minutes=61)) == [job.name]
    assert job.task == check_published_reports


def test_a_worker_leaves_a_checked_country_behind(database):
    one = Worker(jobs=JOBS, lease=timedelta(seconds=15))

    def run() -> None:
        try:
            one.run()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until("the reports were checked", CheckRun.objects.exists)
    finally:
        one.stop.set()
        thread.join()
    assert queries.latest_outcome() is not None
