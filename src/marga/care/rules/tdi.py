"""The items and codes of the Treatment Demand Indicator, version 3.0 (EMCDDA, now EUDA; the reporting template of
2022), and what follows from the answers here.

No item is asked that nothing is made of: `OUTPUTS` says of each output which items it is made of, and a test fails for
an item that stands in none. What is known of somebody already is not asked again (`known`), and what an answer rules
out is not asked at all (`asked`). Nothing here is of one country: its drugs and kinds of care are mapped in its data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marga.country import Sentence, gettext_noop, say

#: What is not known, or was not answered.
UNKNOWN = "99"
REFUSED = "3"  # "does not want to answer", of the items that ask about injecting and tests

#: Item -> code; ages and counts of years as digits.
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `codes`: code -> its label; none for an age in years. `page`: on which it is asked, "" for what is
    always known from elsewhere."""

    name: str
    question: str
    codes: Mapping[str, str]
    page: str = ""

    def is_answer(self, value: str) -> bool:
        """Whether this may be answered."""
        if self.codes:
            return value in self.codes
        return value == UNKNOWN or (value.isascii() and value.isdigit() and int(value) <= OLDEST)


_99 = {UNKNOWN: gettext_noop("not known")}
OLDEST = 98  # years; 99 stands for what is not known

_DRUG_GROUPS = {
    "1": gettext_noop("opioids"), "2": gettext_noop("cocaine"), "3": gettext_noop("stimulants other than cocaine"),
    "4": gettext_noop("hypnotics and sedatives"), "5": gettext_noop("hallucinogens"),
    "6": gettext_noop("volatile inhalants"), "7": gettext_noop("cannabis"), "8": gettext_noop("alcohol"),
    "9": gettext_noop("other substances"),
}  # fmt: skip
_DRUG_PARTS = {
    "1.1": gettext_noop("heroin"), "1.2": gettext_noop("methadone, misused"),
    "1.3": gettext_noop("buprenorphine, misused"), "1.4": gettext_noop("fentanyls, misused"),
    "1.5": gettext_noop("other opioids"), "2.1": gettext_noop("cocaine powder"),
    "2.2": gettext_noop("crack cocaine"), "2.3": gettext_noop("other cocaine"), "3.1": gettext_noop("amphetamines"),
    "3.2": gettext_noop("methamphetamine"), "3.3": gettext_noop("MDMA (ecstasy) and the like"),
    "3.4": gettext_noop("synthetic cathinones"), "3.5": gettext_noop("other stimulants"),
    "4.1": gettext_noop("barbiturates"), "4.2": gettext_noop("benzodiazepines"), "4.3": gettext_noop("GHB or GBL"),
    "4.4": gettext_noop("other hypnotics or sedatives"), "5.1": gettext_noop("LSD"), "5.2": gettext_noop("ketamine"),
    "5.3": gettext_noop("other hallucinogens"), "7.1": gettext_noop("cannabis, herbal or resin"),
    "7.2": gettext_noop("synthetic cannabinoids"), "7.3": gettext_noop("other cannabis"),
}  # fmt: skip
#: Every drug by its code, groups and parts.
DRUGS: Mapping[str, str] = dict(sorted((_DRUG_GROUPS | _DRUG_PARTS).items())) | _99
#: What is chosen: a part where its group has parts, so that parts add up to their group.
CHOSEN = tuple(code for code in DRUGS if not any(other.startswith(f"{code}.") for other in DRUGS))
#: Alcohol counts beside another drug only.
PRIMARY: Mapping[str, str] = {code: DRUGS[code] for code in CHOSEN if code != "8"}
_SECONDARY: Mapping[str, str] = {code: DRUGS[code] for code in CHOSEN}

_PLACED_IN_TIME = {
    "1": gettext_noop("never"), "2": gettext_noop("ever; when last cannot be said"),
    "2.1": gettext_noop("yes, but not in the last 12 months"),
    "2.2": gettext_noop("in the last 12 months, not in the last 30 days"),
    "2.3": gettext_noop("in the last 30 days"), REFUSED: gettext_noop("does not want to answer"), **_99,
}  # fmt: skip
_TESTED = {
    "1": gettext_noop("never tested"), "2": gettext_noop("tested; when last cannot be said"),
    "2.1": gettext_noop("tested, not in the last 12 months"), "2.2": gettext_noop("tested in the last 12 months"),
    REFUSED: gettext_noop("does not want to answer"), **_99,
}  # fmt: skip
_YEARS_OF_OST = {
    "<1": gettext_noop("less than 1"), **{str(years): str(years) for years in range(1, 11)}, "11-15": "11–15",
    ">15": gettext_noop("more than 15"), **_99,
}  # fmt: skip

#: The pages on which items are asked, at most five on each; what is asked after an answer only is on a later page.
PAGES: Mapping[str, str] = {
    "before": gettext_noop("Before"), "living": gettext_noop("Living"), "drug": gettext_noop("The drugs"),
    "use": gettext_noop("How they are used"), "more": gettext_noop("Injecting, treatment and tests"),
}  # fmt: skip
ITEMS: Mapping[str, Item] = {one.name: one for one in (
    Item("centre_type", gettext_noop("Kind of centre"), {
        "outpatient": gettext_noop("outpatient centre"), "inpatient": gettext_noop("inpatient centre"),
        "prison": gettext_noop("treatment unit in prison"), "gp": gettext_noop("general practitioner"),
        "low_threshold": gettext_noop("low-threshold agency"), "other": gettext_noop("another kind"), **_99,
    }),
    Item("sex", gettext_noop("Sex"), {"male": gettext_noop("male"), "female": gettext_noop("female"), **_99}),
    Item("age", gettext_noop("Age in years"), {}),
    Item("status", gettext_noop("Were you treated for drug use before?"), {
        "1": gettext_noop("never treated before"), "2": gettext_noop("treated before"),
        "3": gettext_noop("not known"),
    }, "before"),
    Item("referral", gettext_noop("Who sent you here?"), {
        "1": gettext_noop("court, probation or police"), "2": gettext_noop("general practitioner"),
        "3": gettext_noop("another drug treatment centre"),
        "4": gettext_noop("another health, medical or social service"), "5": gettext_noop("educational service"),
        "6": gettext_noop("myself, family or friends; no agency"), "7": gettext_noop("somebody else"), **_99,
    }, "before"),
    Item("education", gettext_noop("How far did you go at school?"), {
        "1": gettext_noop("never at school, or primary school not finished"), "2": gettext_noop("primary school"),
        "3": gettext_noop("secondary school"), "4": gettext_noop("higher education"), **_99,
    }, "before"),
    Item("labour", gettext_noop("What is your work?"), {
        "1": gettext_noop("employed now and then"), "2": gettext_noop("employed regularly"),
        "3": gettext_noop("student"), "4": gettext_noop("without work, or given up looking"),
        "5": gettext_noop("living on benefits or a pension, at home, or disabled"), "6": gettext_noop("something else"),
        **_99,
    }, "before"),
    Item("living_with", gettext_noop("With whom do you live?"), {
        "1": gettext_noop("alone"), "2": gettext_noop("with my parents’ family"),
        "3": gettext_noop("with a partner or children"), "4": gettext_noop("with friends or others, no relatives"),
        "5": gettext_noop("in detention"), "6": gettext_noop("in an institution or shelter, not detention"),
        "7": gettext_noop("another way"), **_99,
    }, "living"),
    Item("children", gettext_noop("Do you live with children?"), {
        "1": gettext_noop("not with children"), "2": gettext_noop("with children"), **_99,
    }, "living"),
    Item("living_where", gettext_noop("Where do you live?"), {
        "1": gettext_noop("in a stable home"), "2": gettext_noop("no stable home, or none"),
        "3": gettext_noop("in detention"), "4": gettext_noop("elsewhere"), **_99,
    }, "living"),
    Item("drug", gettext_noop("Which drug troubles you most?"), PRIMARY, "drug"),
    Item("polydrug", gettext_noop("Two or more drugs at once, none of them the main one?"), {
        "1": gettext_noop("yes, a main drug cannot be told"), "2": gettext_noop("no, there is one main drug"), **_99,
    }, "drug"),
    Item("second", gettext_noop("Which other drug comes next?"), _SECONDARY, "drug"),
    Item("ost", gettext_noop("Opioid agonist treatment, such as methadone"), {
        "never": gettext_noop("never"), "ever": gettext_noop("ever, but not now"), "now": gettext_noop("now"), **_99,
    }, "drug"),
    Item("third", gettext_noop("Which drug comes third?"), _SECONDARY, "use"),
    Item("route", gettext_noop("How do you take the main drug most often?"), {
        "1": gettext_noop("inject"), "2": gettext_noop("smoke or inhale"), "3": gettext_noop("eat or drink"),
        "4": gettext_noop("sniff"), "5": gettext_noop("another way"), **_99,
    }, "use"),
    Item("frequency", gettext_noop("How often did you take the main drug in the last 30 days?"), {
        "1": gettext_noop("daily"), "2": gettext_noop("on 4 to 6 days a week"),
        "3": gettext_noop("on 2 or 3 days a week"), "4": gettext_noop("once a week or less"),
        "5": gettext_noop("not used in the last 30 days"), **_99,
    }, "use"),
    Item("first_use", gettext_noop("How old were you when you first took the main drug?"), {}, "use"),
    Item("injecting", gettext_noop("Did you ever inject a drug?"), _PLACED_IN_TIME, "use"),
    Item("sharing", gettext_noop("Did you ever share a needle or syringe?"), _PLACED_IN_TIME, "more"),
    Item("years_injecting", gettext_noop("Years since you first injected"), {
        "1": gettext_noop("up to 1 year"), "2": gettext_noop("2 to 4 years"), "3": gettext_noop("5 to 9 years"),
        "4": gettext_noop("10 years or more"), **_99,
    }, "more"),
    Item("years_ost", gettext_noop("Years since the first opioid agonist treatment"), _YEARS_OF_OST, "more"),
    Item("hiv", gettext_noop("Were you ever tested for HIV?"), _TESTED, "more"),
    Item("hcv", gettext_noop("Were you ever tested for hepatitis C?"), _TESTED, "more"),
)}  # fmt: skip

_INJECTED = frozenset({"2", "2.1", "2.2", "2.3"})
#: Item -> the item, and its answers, after which alone it is asked.
AFTER: Mapping[str, tuple[str, frozenset[str]]] = {
    **dict.fromkeys(("route", "frequency", "first_use"), ("drug", frozenset(PRIMARY) - {UNKNOWN})),
    "third": ("second", frozenset(_SECONDARY) - {UNKNOWN}),
    **dict.fromkeys(("sharing", "years_injecting"), ("injecting", _INJECTED)),
    "years_ost": ("ost", frozenset({"ever", "now"})),
}

PRIORITY, NEEDS, MAIN_DRUG = "priority", "needs", "main-drug"
#: Output -> the items that it is made of. Numbers are those of the template's tables.
OUTPUTS: Mapping[str, tuple[str, ...]] = {
    PRIORITY: ("injecting", "drug", "second", "third", "children"),
    NEEDS: ("drug", "frequency", "second", "third", "children"),
    MAIN_DRUG: ("drug",),
    "8": ("centre_type", "status", "sex"), "9": ("drug", "centre_type"), "10": ("drug", "sex"),
    "11": ("age", "first_use"), "12": ("drug", "age"), "13": ("drug", "referral"), "14": ("drug", "living_with"),
    "15": ("drug", "children"), "16": ("drug", "living_where"), "17": ("drug", "education"), "18": ("drug", "labour"),
    "19": ("drug", "route"), "20": ("drug", "frequency"), "21": ("drug", "first_use"), "22": ("drug", "injecting"),
    "23": ("age", "years_injecting"), "24": ("polydrug", "status"), "25": ("drug", "second", "third"),
    "26": ("hiv", "injecting"), "27": ("hcv", "injecting"), "28": ("sharing", "injecting"),
    "29": ("drug", "ost", "years_ost"),
}  # fmt: skip


def feeds(item: str) -> tuple[str, ...]:
    """The outputs that are made of an item."""
    return tuple(output for output, items in OUTPUTS.items() if item in items)


def known(
    *, sex: str, age: int | None, centre_type: str, referral: str, treated: bool
) -> dict[str, str]:  # fmt: skip
    """What needs no asking. `referral`: its code, "" where nothing says it; `treated`: an earlier stay is recorded."""
    found = {
        "centre_type": centre_type,
        "sex": sex or UNKNOWN,
        "age": UNKNOWN if age is None else str(min(age, OLDEST)),
    }
    return found | ({"referral": referral} if referral else {}) | ({"status": "2"} if treated else {})


def asked(answers: Answers, already: Answers) -> Iterator[Item]:
    """What is to be asked after these answers, in order; an answer may add to it or take from it."""
    for item in ITEMS.values():
        after, fitting = AFTER.get(item.name, ("", frozenset()))
        if item.page and item.name not in already and (not after or answers.get(after) in fitting):
            yield item


def settled(answers: Answers, already: Answers) -> dict[str, str]:
    """What was answered of what is asked, and what was known: an answer that was changed may have left others that are
    no longer asked."""
    said = {item.name: answers[item.name] for item in asked(answers, already) if item.name in answers}
    return {**already, **said}


def refusals(answers: Answers, already: Answers) -> dict[str, Sentence]:
    """What is missing, is no answer to its item, or cannot be together with another; by item."""
    found = {}
    for item in asked(answers, already):
        value = answers.get(item.name)
        if value is None:
            found[item.name] = say(gettext_noop("Answer this too; “not known” is an answer."))
        elif not item.is_answer(value):
            found[item.name] = say(gettext_noop("“{value}” is no answer to this. Choose one of its own."), value=value)
    age, first = already.get("age", UNKNOWN), answers.get("first_use", UNKNOWN)
    if "first_use" not in found and UNKNOWN not in (age, first) and int(first) > int(age):
        found["first_use"] = say(gettext_noop("The first use is written as later than today: the person is {age}."),
                                 age=int(age))  # fmt: skip
    if "third" not in found and answers.get("third", UNKNOWN) != UNKNOWN and answers["third"] == answers.get("second"):
        found["third"] = say(gettext_noop("This drug is named above already. Choose another, or “not known”."))
    return found


def facts(answers: Answers) -> dict[str, bool]:
    """What of priority and needs the answers say is so, or is not; what they leave open is not there.

    injecting    within the last 30 days
    opioids      among the drugs that trouble
    children     live with the person
    withdrawal   daily use of opioids or sedatives, or alcohol among the drugs: stopping may need care
    """
    drugs = [answers[name] for name in ("drug", "second", "third") if answers.get(name, UNKNOWN) != UNKNOWN]
    found: dict[str, bool] = {}
    if answers.get("injecting", UNKNOWN) not in (UNKNOWN, REFUSED, "2"):
        found["injecting"] = answers["injecting"] == "2.3"
    if answers.get("children", UNKNOWN) != UNKNOWN:
        found["children"] = answers["children"] == "2"
    if drugs:
        found["opioids"] = any(_in_group(code, "1") for code in drugs)
        daily = answers.get("frequency") == "1" and any(_in_group(answers.get("drug", ""), one) for one in ("1", "4"))
        found["withdrawal"] = daily or "8" in drugs
    return found


def flags_after(flags: frozenset[str], answers: Answers) -> frozenset[str]:
    """The flags of priority after an assessment: what it says is so or is not; the others stay as they were."""
    said = {name: so for name, so in facts(answers).items() if name != "withdrawal"}
    return (flags - said.keys()) | {name for name, so in said.items() if so}


def treated_before(answers: Answers) -> bool | None:
    """Whether the person says that they were treated for drug use before; None where that is not known."""
    return {"1": False, "2": True}.get(answers.get("status", ""))


def _in_group(code: str, group: str) -> bool:
    return code.partition(".")[0] == group
