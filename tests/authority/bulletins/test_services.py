"""From the order to publication: each act does what it says, refuses a stranger and a wrong state, and is whole."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone

from marga.authority.bulletins import queries, running, services
from marga.authority.bulletins.models import Cube, CubeSource, Draft, Fetch, Published, Release
from marga.authority.bulletins.rules import State
from marga.authority.bulletins.running import render, run_draft
from marga.country import DataError, Period
from marga.figures.bulletin.files import from_json
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account
from support.bulletins import months, without
from support.desk import point_to

QUARTER = months(2019, 1, 3)


def state(draft: Draft) -> State:
    draft.refresh_from_db()
    return State(draft.state)


def test_cubes_are_fetched_checked_and_kept_once(desk):
    first = services.collect(by="sok-dara", now=timezone.now())
    again = services.collect(by="", now=timezone.now())
    assert [one.is_new for one in first] == [True, True]
    assert [one.is_new for one in again] == [False, False]
    assert Cube.objects.count() == 2
    assert {cube.side for cube in Cube.objects.all()} == {"enforcement", "care"}
    assert all(cube.coverage and cube.content for cube in Cube.objects.all())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda source: setattr(source, "key", "A" * 43 + "="), "signed by a key that is not trusted"),
        (lambda source: setattr(source, "address", source.address + ".nowhere"), "could not be fetched"),
        (lambda source: setattr(source, "address", "ftp://127.0.0.1/x"), "neither https, http nor file"),
    ],
)
def test_a_cube_that_is_not_what_it_should_be_is_not_kept_and_the_reason_is(desk, change, says):
    CubeSource.objects.exclude(side="enforcement").delete()
    source = CubeSource.objects.get()
    change(source)
    source.save()
    (one,) = services.collect(by="", now=timezone.now())
    assert says in one.problem["en"]
    assert set(one.problem) == {"en", "km"}
    assert Cube.objects.count() == 0
    assert Fetch.objects.count() == 1


def test_a_cube_of_another_side_is_not_taken_for_this_one(desk, records):
    enforcement = CubeSource.objects.get(side="enforcement")
    CubeSource.objects.filter(side="care").update(address=enforcement.address, key=enforcement.key)
    by_side = {one.side: one for one in services.collect(by="", now=timezone.now())}
    assert "its cube is of enforcement" in by_side["care"].problem["en"]


def test_a_draft_goes_from_order_to_publication_by_two_people(desk):
    draft = desk.order(QUARTER)
    assert state(draft) is State.READY
    desk.submit(draft)
    desk.approve(draft)
    published = desk.publish(draft)
    assert state(draft) is State.PUBLISHED
    made = from_json(bytes(published.frozen), "x")
    assert (published.slug, published.revision) == (made.id, made.revision) == ("2019-q1", 1)
    assert (published.submitted_by, published.approved_by, published.published_by) == (
        "sok-dara",
        "keo-lina",
        "sok-dara",
    )
    assert made.published == timezone.localdate()
    assert {source.sha256 for source in made.sources} == {cube.sha256 for cube in published.cubes.all()}


def test_the_worker_makes_the_files_and_charts_of_what_was_published_once(published):
    render(published.pk)
    render(published.pk)
    names = queries.files(published)
    assert {name.rsplit(".", 1)[1] for name in names} == {"json", "csv", "toml", "html", "xlsx", "pdf"}
    assert queries.file(published, "2019-q1-r1.json") == bytes(published.frozen)
    assert set(queries.charts(published, "figure:cases")["figure:cases"]) == {"narrow", "wide"}


def test_no_count_behind_a_mark_is_in_a_file_for_readers(published):
    render(published.pk)
    hidden = [cell for cell, value in from_json(bytes(published.frozen), "x").counts().items() if value is None]
    assert hidden
    assert bytes(published.counts) not in [queries.file(published, name) for name in queries.files(published)]


@pytest.mark.parametrize("act", ["order", "submit", "approve", "send_back", "publish", "stop", "again", "announce"])
def test_who_has_no_such_role_can_do_nothing(desk, act):
    draft, now, stranger = desk.order(QUARTER), timezone.now(), account("mey-sros", "administrator")
    acts = {
        "order": lambda: services.order(
            period=QUARTER, cubes=list(Cube.objects.all()), reason="", by=stranger, now=now
        ),
        "submit": lambda: services.submit(draft_id=draft.pk, remark="x", by=stranger, now=now),
        "approve": lambda: services.approve(draft_id=draft.pk, by=stranger, now=now),
        "send_back": lambda: services.send_back(draft_id=draft.pk, reason="x", by=stranger),
        "publish": lambda: services.publish(draft_id=draft.pk, by=stranger, now=now),
        "stop": lambda: services.stop(draft_id=draft.pk, by=stranger, now=now),
        "again": lambda: services.order_again(draft_id=draft.pk, by=stranger, now=now),
        "announce": lambda: services.announce(period=QUARTER, due=date(2030, 1, 1), by=stranger, now=now),
    }
    before = Draft.objects.filter(pk=draft.pk).values().get()
    with pytest.raises(NotAllowed):
        acts[act]()
    assert Draft.objects.filter(pk=draft.pk).values().get() == before
    assert (Draft.objects.count(), Published.objects.count(), Release.objects.count()) == (1, 0, 0)


def test_who_submitted_cannot_approve(desk):
    draft = desk.submit(desk.order(QUARTER))
    with pytest.raises(NotAllowed, match="You submitted this draft yourself"):
        desk.approve(draft, by=desk.first)
    assert state(draft) is State.SUBMITTED


def test_each_act_refuses_the_wrong_state(desk):
    draft = desk.order(QUARTER)
    for act in (desk.approve, desk.publish):
        with pytest.raises(WrongState, match="was not handed over yet"):
            act(draft)
    desk.submit(draft)
    with pytest.raises(WrongState, match="somebody may have moved it on"):
        desk.submit(draft)
    with pytest.raises(WrongState, match="is not approved yet"):
        desk.publish(draft)
    desk.approve(draft)
    desk.publish(draft)
    for act in (desk.submit, desk.approve, desk.publish):
        with pytest.raises(WrongState, match="is published already"):
            act(draft)
    assert Published.objects.count() == 1


def test_a_draft_that_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        services.stop(draft_id=999, by=desk.first, now=timezone.now())


def test_differences_from_what_others_printed_need_a_remark(desk):
    draft = desk.order(months(2019, 1, 12))
    with pytest.raises(WrongState, match="Others printed other numbers"):
        desk.submit(draft, remark=" ")
    assert state(draft) is State.READY
    desk.submit(draft, remark="They count people once a case.")
    assert queries.drafted(queries.draft(draft.pk)).remark == "They count people once a case."


def test_a_draft_can_be_sent_back_with_a_reason(desk):
    draft = desk.submit(desk.order(QUARTER))
    with pytest.raises(WrongState, match="Write why"):
        services.send_back(draft_id=draft.pk, reason=" ", by=desk.second)
    services.send_back(draft_id=draft.pk, reason="Name the late units.", by=desk.second)
    draft.refresh_from_db()
    assert (draft.state, draft.sent_back_because, draft.approved_by) == (State.READY, "Name the late units.", "")


def test_a_draft_made_beside_other_bulletins_than_now_stand_is_not_published(desk):
    older = desk.order(QUARTER)
    desk.submit(older)
    desk.approve(older)
    desk.through(months(2018, 1, 12))
    with pytest.raises(WrongState, match="Another bulletin was published since"):
        desk.publish(older)
    assert state(older) is State.APPROVED
    assert Published.objects.count() == 1
    again = services.order_again(draft_id=older.pk, by=desk.first, now=timezone.now())
    assert (state(older), state(again)) == (State.STOPPED, State.WAITING)
    assert (again.period, set(again.cubes.all())) == (older.period, set(older.cubes.all()))
    with pytest.raises(WrongState, match="still being made"):
        services.order_again(draft_id=again.pk, by=desk.first, now=timezone.now())


def test_a_run_that_was_cut_off_begins_anew(desk):
    draft = desk.order(QUARTER, run=False)
    Draft.objects.filter(pk=draft.pk).update(state=State.RUNNING, share=0.4, step="protect")
    run_draft(draft.pk)
    assert state(draft) is State.READY
    run_draft(draft.pk)
    assert state(draft) is State.READY


def test_a_run_stops_when_it_is_asked_to(desk, monkeypatch):
    draft = desk.order(QUARTER, run=False)
    true_progress = running._progress

    def asked(one, step, share):
        if step == "protect":
            services.stop(draft_id=one.pk, by=desk.first, now=timezone.now())
        true_progress(one, step, share)

    monkeypatch.setattr(running, "_progress", asked)
    run_draft(draft.pk)
    assert state(draft) is State.STOPPED
    assert draft.frozen is None


def test_a_waiting_draft_that_is_stopped_is_not_run(desk):
    draft = desk.order(QUARTER, run=False)
    services.stop(draft_id=draft.pk, by=desk.first, now=timezone.now())
    run_draft(draft.pk)
    assert state(draft) is State.STOPPED


def test_a_period_that_the_cubes_do_not_hold_fails_with_the_reason_in_both_languages(desk):
    draft = desk.order(Period(date(2020, 1, 1), date(2020, 3, 31)))
    assert state(draft) is State.FAILED
    assert "holds 1 January 2018 to 31 December 2019" in draft.problem["en"]
    assert draft.problem["km"] != draft.problem["en"]


def test_changed_records_are_published_as_a_revision_with_a_reason_and_both_stay(desk, published, changed):
    point_to(changed("cases", without(9, "province", "KH-8", date(2019, 2, 1), date(2019, 2, 28))))
    refused = desk.order(QUARTER)
    assert state(refused) is State.FAILED
    assert "say why" in refused.problem["en"]
    revised = desk.through(QUARTER, reason="Nine cases were entered twice.")
    assert (revised.slug, revised.revision) == ("2019-q1", 2)
    assert revised.changed > 0
    assert [one.revision for one in queries.revisions("2019-q1")] == [1, 2]
    assert queries.bulletin(queries.find("2019-q1", 1)) == from_json(bytes(published.frozen), "x")
    (appearance,) = queries.changes_of("cases")
    assert (appearance.of.revision, appearance.reason) == (2, "Nine cases were entered twice.")


def test_figures_that_contradict_each_other_are_refused_with_the_findings(desk, monkeypatch):
    from marga.figures.bulletin import report

    true_text = report.report_text
    wrong = ('value = 2560\nprinted = "2,560"', 'value = 2561\nprinted = "2,561"')
    monkeypatch.setattr(report, "report_text", lambda *given: true_text(*given).replace(*wrong, 1))
    draft = desk.order(QUARTER)
    assert state(draft) is State.CONTRADICTS
    assert "2,561" in draft.problem["en"]
    assert draft.frozen is None
    with pytest.raises(WrongState):
        desk.submit(draft)


def test_what_was_published_can_be_neither_changed_nor_removed_by_the_application(published):
    published.frozen = b"another"
    with pytest.raises(TypeError, match="never changed"):
        published.save()
    with pytest.raises(TypeError, match="never removed"):
        published.delete()
    with pytest.raises(IntegrityError):
        Published(pk=published.pk, slug="x", revision=1, published_at=timezone.now(), draft=published.draft).save()
    with pytest.raises(TypeError, match="never changed"):
        Published.objects.update(sha256="0" * 64)
    with pytest.raises(TypeError, match="never removed"):
        Published.objects.all().delete()


@pytest.mark.parametrize("act", [
    "UPDATE authority_published SET frozen = counts", "DELETE FROM authority_published",
    "UPDATE authority_cube SET content = signature", "UPDATE authority_publishedfile SET content = ''",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_what_was_published(library, act):
    with pytest.raises(DatabaseError, match="What was published is never changed"), connection.cursor() as cursor:
        cursor.execute(act)


def test_a_release_is_announced_before_its_numbers_are_known(desk, published):
    due = timezone.localdate() + timedelta(days=30)
    with pytest.raises(WrongState, match="published already"):
        services.announce(period=QUARTER, due=due, by=desk.first, now=timezone.now())
    with pytest.raises(WrongState, match="has passed"):
        services.announce(period=months(2019, 4, 6), due=date(2019, 8, 1), by=desk.first, now=timezone.now())
    with pytest.raises(WrongState, match="must come after"):
        services.announce(period=months(2030, 4, 6), due=date(2030, 6, 1), by=desk.first, now=timezone.now())
    period = Period(date(2019, 4, 1), date(2019, 5, 5))
    with pytest.raises(DataError, match="cuts a month"):
        services.announce(period=period, due=due, by=desk.first, now=timezone.now())
    services.announce(period=months(2019, 4, 6), due=due, by=desk.first, now=timezone.now())
    announced, unannounced = queries.calendar()
    assert (announced.release.due, announced.out, announced.moves) == (due, None, [])
    assert (unannounced.release, unannounced.out) == (None, published)


def test_an_order_needs_a_cube_and_one_of_a_side(desk):
    cubes = desk.collect()
    with pytest.raises(WrongState, match="No cube was chosen"):
        services.order(period=QUARTER, cubes=[], reason="", by=desk.first, now=timezone.now())
    with pytest.raises(WrongState, match="same side"):
        services.order(period=QUARTER, cubes=[cubes[0], cubes[0]], reason="", by=desk.first, now=timezone.now())
    assert Draft.objects.count() == 0
