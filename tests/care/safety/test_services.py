"""Incidents are written down sealed and looked at by the manager; standards are found met or have who mends them."""

import pytest

from marga.care.acts.models import Act
from marga.care.safety import queries, services
from marga.care.safety.models import Incident, QualityFinding
from marga.care.safety.services import Happened
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.care_clinical import COMMUNITY, HOME, NOW, TODAY, acting, days, in_the_clear, staying, unlike
from support.care_clinical import services as three_services

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def staff(database):
    three_services()


def happened(**said):
    return Happened(**{"kind": "injury", "at": NOW - days(1), "words": "He fell from the upper bed.",
                       "place": "Behind the door", "done": "Washed and bound.", **said})  # fmt: skip


def fields(refused):
    return {one.field for one in refused.value.faults}


def test_an_incident_is_written_down_sealed_and_the_manager_looks_at_it():
    stay = staying(NOW - days(3))
    incident = services.record_incident(happened(ward=f"{HOME}.1", stay=stay.key), acting())
    assert (incident.key, incident.ward_id, incident.stay_id) == (f"{HOME}.i1", f"{HOME}.1", stay.key)
    assert incident.review_due == TODAY + days(6)
    assert queries.incident_words(incident)["words"] == "He fell from the upper bed."
    assert [one.key for one, _late in queries.of_today(acting("manager")).incidents] == [incident.key]
    reviewed = services.review_incident(incident.key, "A rail is built.", acting("manager"))
    assert (reviewed.reviewed, reviewed.reviewed_by) == (NOW, "manager")
    assert queries.of_today(acting("manager")).incidents == []
    assert in_the_clear("fell", "door", "Washed", "rail") == []
    assert unlike() == []
    with pytest.raises(WrongState, match="already"):
        services.review_incident(incident.key, "Again.", acting("manager"))


@pytest.mark.parametrize(("said", "field"), [
    ({"kind": "tea"}, "kind"), ({"at": NOW + days(1)}, "at"), ({"words": " "}, "words"),
    ({"ward": f"{COMMUNITY}.1"}, "ward"), ({"done": "x" * 4001}, "done"),
])  # fmt: skip
def test_an_incident_that_cannot_have_been_is_refused(said, field):
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        services.record_incident(happened(**said), acting())
    assert fields(refused) == {field}
    assert (Act.objects.count(), Incident.objects.count()) == (before, 0)


def test_nobody_elsewhere_is_named_in_an_incident():
    elsewhere = staying(who="community-manager")
    with pytest.raises(NotFound):
        services.record_incident(happened(stay=elsewhere.key), acting())
    assert not Incident.objects.exists()


def test_a_stranger_neither_writes_nor_reads_nor_looks_at_incidents():
    incident = services.record_incident(happened(), acting())
    before = Act.objects.count()
    for who in ("intake", "planner", "inspector"):
        with pytest.raises(NotAllowed):
            services.record_incident(happened(), acting(who))
    for who, refused in (("care-worker", NotAllowed), ("inspector", NotAllowed), ("far-manager", NotFound)):
        with pytest.raises(refused):
            services.review_incident(incident.key, "Seen.", acting(who))
    for who in ("intake", "planner", "far-manager", "far-worker"):
        with pytest.raises(NotFound):
            services.incident_for(acting(who), incident.key)
    assert services.incident_for(acting("inspector"), incident.key)
    with pytest.raises(Faulty) as refused:
        services.review_incident(incident.key, " ", acting("manager"))
    assert fields(refused) == {"words"}
    assert Act.objects.count() == before


def test_a_gap_has_who_mends_it_and_is_overdue_for_the_manager_and_the_ministry():
    found = services.find_quality(HOME, "privacy", "partly", acting("manager"), gap="The lock is broken.",
                                  owner="care-worker", due=TODAY + days(5))  # fmt: skip
    assert (found.finding, found.owner, found.due) == ("partly", "care-worker", TODAY + days(5))
    assert queries.of_today(acting("manager")).gaps == []
    later = acting("manager", NOW + days(6))
    assert [one.standard for one, _standard in queries.of_today(later).gaps] == ["privacy"]
    for who in ("planner", "inspector"):
        line = queries.all_centres(acting(who, NOW + days(6)))[0]
        assert (line.centre.code, line.gaps, line.gaps_late, line.looked) == (HOME, 1, 1, 1)
    assert in_the_clear("lock is") == []
    assert unlike() == []
    mended = services.find_quality(HOME, "privacy", "met", acting("inspector", NOW + days(7)), gap="x", owner="manager",
                                   due=TODAY)  # fmt: skip
    assert (mended.gap, mended.owner, mended.due, mended.by) == ("", "", None, "inspector")
    assert QualityFinding.objects.count() == 1
    assert unlike() == []


@pytest.mark.parametrize(("said", "expected"), [
    ({}, {"gap", "owner", "due"}), ({"gap": "No lamp.", "owner": "far-worker", "due": TODAY}, {"owner"}),
    ({"gap": "No lamp.", "owner": "manager", "due": TODAY - days(1)}, {"due"}),
])  # fmt: skip
def test_what_is_not_met_without_who_and_when_is_refused(said, expected):
    with pytest.raises(Faulty) as refused:
        services.find_quality(HOME, "privacy", "not", acting("manager"), **said)
    assert fields(refused) == expected
    assert not QualityFinding.objects.exists()


@pytest.mark.parametrize(("standard", "finding", "field"), [("tea", "met", "standard"), ("privacy", "so", "finding")])
def test_only_the_countrys_standards_are_found_and_in_three_ways(standard, finding, field):
    with pytest.raises(Faulty) as refused:
        services.find_quality(HOME, standard, finding, acting("manager"))
    assert fields(refused) == {field}


def test_a_stranger_finds_nothing_of_quality():
    before = Act.objects.count()
    for who, centre, refused in (("care-worker", HOME, NotAllowed), ("planner", HOME, NotAllowed),
                                 ("far-manager", HOME, NotFound), ("inspector", "nowhere", NotFound)):  # fmt: skip
        with pytest.raises(refused):
            services.find_quality(centre, "privacy", "met", acting(who))
    assert Act.objects.count() == before


def test_the_ministry_counts_incidents_and_sees_no_words():
    services.record_incident(happened(at=NOW - days(20)), acting())
    services.record_incident(happened(), acting())
    line = queries.all_centres(acting("planner"))[0]
    assert (line.centre.code, line.lately, line.open, line.late) == (HOME, 2, 2, 1)
    assert not queries.centre_safety(line.centre, acting("planner")).words
    assert queries.centre_safety(line.centre, acting("inspector")).words
