"""What a receipt says, and what it never can say."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_type_hints

import pytest

from marga.country import Text, say
from marga.enforcement.receipts import Facts, Stands, Taken, Weighed
from marga.enforcement.receipts.sheet import sheet
from marga.enforcement.receipts.voices import languages_for
from marga.ledger import LedgerError
from support.receipts import ARRESTED, COUNTRY, facts


def texts(said):
    return [line.text for line in said]


def words(made, language):
    """Labels and values of the facts, by label in English."""
    return {name[-1].text: [line.text for line in value] for name, value in sheet(made, COUNTRY, language).facts}


def test_there_is_no_field_for_a_name_and_none_for_a_weight():
    """Whoever adds one must think of who finds the paper, and of what a number near a limit is worth."""
    assert {field.name for field in fields(Facts)} == {
        "code", "proof", "witnessed", "case", "unit", "place", "arrested", "arrived", "officer", "charge", "weights",
        "property", "next_review", "given", "check_at", "complain_at", "language",
    }  # fmt: skip
    assert {field.name for field in fields(Weighed)} == {"seal", "drug", "band", "commitment", "stands"}
    assert {field.name for field in fields(Taken)} == {"kind", "mark", "amount", "currency"}
    numbers = [name for kind in (Facts, Weighed) for name, hint in get_type_hints(kind).items()
               if hint in (Decimal, int, float)]  # fmt: skip
    assert numbers == []


def test_times_are_those_of_the_country_and_what_is_not_known_says_so():
    shown = words(facts(arrived=None), "en")
    assert shown["Arrested"] == ["14 March 2026, 14:05"]
    assert shown["Arrived at the unit"] == ["Not written down"]
    assert shown["Receipt given (time in Cambodia)"] == ["14 March 2026, 15:35"]
    assert texts(sheet(facts(), COUNTRY, "en").review.says) == [
        "Your custody must be reviewed again before 14 March 2026, 20:45."
    ]


def test_a_time_near_midnight_falls_on_the_country_s_day():
    late = facts(arrested=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    assert words(late, "en")["Arrested"] == ["1 January 2027, 00:30"]


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        sheet(facts(arrested=ARRESTED.replace(tzinfo=None)), COUNTRY)


def test_no_review_is_said_and_not_left_empty():
    review = sheet(facts(next_review=None), COUNTRY, "en").review
    assert texts(review.says) == ["No time is set for another review of your custody."]
    assert not review.unverified


def test_a_second_weight_is_a_band_or_sealed_with_its_mark_or_not_there_yet():
    drug = Text("heroin", "ហេរ៉ូអ៊ីន")
    made = facts(weights=(Weighed("1", drug, say("over {limit}", limit="4 g"), "ab" * 32),
                          Weighed("2", drug, None, "0123456789abcdef" * 4, Stands.SEALED), Weighed("3", drug),
                          Weighed("4", drug, stands=Stands.TWICE),
                          Weighed("5", drug, stands=Stands.LABORATORY)))  # fmt: skip
    first, second, third, fourth, fifth = sheet(made, COUNTRY, "en").exhibits
    assert (texts(first.weight), first.mark) == (["Over 4 g"], "")
    assert texts(second.weight) == ["The second weight is sealed. Its mark is:"]
    assert second.mark == " ".join(["01234567", "89abcdef"] * 4)
    assert (texts(third.weight), third.mark) == (["Not weighed twice yet."], "")
    assert texts(fourth.weight) == ["Weighed twice. No limit is set for it."]
    assert texts(fifth.weight) == ["Weighed by the laboratory."]


def test_property_is_listed_line_by_line_with_its_amount_and_currency():
    cash, phone = sheet(facts(things=2), COUNTRY, "en").things
    assert (texts(cash.kind), cash.amount) == (["cash"], "250,000 KHR")
    assert "35-200001" in phone.mark
    assert phone.amount == ""


def test_the_languages_are_the_person_s_where_it_is_written_and_else_both():
    country = COUNTRY.enforcement
    assert languages_for("km", country) == ("km",)
    assert languages_for("en", country) == ("en",)
    assert languages_for("vi", country) == ("km", "en")
    with pytest.raises(ValueError, match=r"'xx' is no language .*use one of km, en"):
        languages_for("xx", country)


def test_a_reader_of_another_language_is_told_to_ask_for_an_interpreter():
    assert texts(sheet(facts(language="vi"), COUNTRY).only_in)[-1] == (
        "There is no text in Vietnamese yet. Ask for an interpreter."
    )
    assert sheet(facts(language="km"), COUNTRY).only_in == ()


def reviewed(country, **names):
    custody = country.enforcement.custody
    languages = {code: replace(one, reviewed_by=names.get(code, "")) for code, one in custody.languages.items()}
    return replace(country, enforcement=replace(country.enforcement, custody=replace(custody, languages=languages)))


def test_rights_are_the_country_s_and_the_english_stands_under_a_translation_that_nobody_reviewed():
    lawyer = COUNTRY.enforcement.custody.rights["lawyer"]
    unseen = sheet(facts(), COUNTRY, "km")
    assert not unseen.rights_reviewed
    assert [lawyer.text.km, lawyer.text.en] in [texts(one.says) for one in unseen.rights]
    seen = sheet(facts(), reviewed(COUNTRY, km="A. Reader"), "km")
    assert seen.rights_reviewed
    assert [lawyer.text.km] in [texts(one.says) for one in seen.rights]
    assert sheet(facts(), COUNTRY, "en").rights_reviewed


def test_a_right_that_nobody_compared_with_the_law_is_marked():
    marks = {one.says[0].text: one.unverified for one in sheet(facts(), COUNTRY, "en").rights}
    rights = COUNTRY.enforcement.custody.rights
    assert marks[rights["lawyer"].text.en] is True
    assert marks[rights["interpreter"].text.en] is False


def test_that_no_payment_is_due_is_said_once_in_both_languages():
    shown = sheet(facts(), COUNTRY, "vi")
    assert texts(shown.words.no_payment) == ["ការដោះលែងមិនត្រូវបង់ប្រាក់ទេ។", "No payment is due for release."]
    assert len(shown.rights) == len(COUNTRY.enforcement.custody.rights) - 1


def test_witnessed_and_only_signed_read_differently():
    assert texts(sheet(facts(), COUNTRY, "en").words.status) == ["Signed by the police, not yet witnessed"]
    assert texts(sheet(facts(witnessed=True), COUNTRY, "en").words.status) == ["Signed and witnessed"]


def test_a_code_with_a_slip_and_a_proof_that_is_none_are_refused():
    with pytest.raises(LedgerError, match="Group 1 of the code"):
        facts(code=facts().code.replace("1", "7", 1))
    for proof in ("", "MARGA1:", "marga1:ABC", "MARGA1:ABC\n", "https://example.org", "MARGA1:" + "A" * 2600):
        with pytest.raises(ValueError, match="is no proof"):
            facts(proof=proof)
