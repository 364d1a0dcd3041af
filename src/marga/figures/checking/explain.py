"""What each rule of the check means, what it stands on, and an example of its being broken."""

from __future__ import annotations

from dataclasses import dataclass

from marga.country import gettext_noop

from .findings import RULES


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule in words, each a template for translation: what it means, where it comes from, an example."""

    rule: str
    title: str
    means: str
    source: str
    example: str


def explanation(rule: str) -> Explanation:
    """The explanation of one of RULES. Raises KeyError for another word."""
    return _BY_NAME[rule]


EXPLANATIONS = (
    Explanation(
        "parts-whole",
        gettext_noop("Parts make up the whole"),
        gettext_noop(
            "When the categories of a split are all there are and none overlaps, their true numbers add up to"
            " the true total. Each printed number allows some true values; the rule is broken when no choice "
            "of them adds up. Months without a gap between them add up to their year in the same way, where what "
            "is counted cannot be counted twice."
        ),
        gettext_noop("Addition of disjoint sets; edit rules for categorical totals as in Fellegi and Holt (1976)."),
        gettext_noop("Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total."),
    ),
    Explanation(
        "subset",
        gettext_noop("A part is no larger than what holds it"),
        gettext_noop(
            "Women among the arrested are no more than all arrested, and what was counted from January to May"
            " is no more than what was counted in the whole year."
        ),
        gettext_noop("A subset counts no more than its set."),
        gettext_noop("7,788 cases to September would be more than 7,000 in the whole year."),
    ),
    Explanation(
        "rate",
        gettext_noop("A rate is the count over its days"),
        gettext_noop(
            "A number “a day” is the count divided by the days of the period, first and last day included and"
            " leap days counted. 1 January to 6 September 2019 is 249 days."
        ),
        gettext_noop("The definition of a rate; days by the Gregorian calendar."),
        gettext_noop("5,200 in 249 days is 20.9 a day, not 22."),
    ),
    Explanation(
        "growth",
        gettext_noop("Growth is judged on its own base"),
        gettext_noop(
            "A change in percent is new over old, less one. The commonest slip divides by the new number instead."
        ),
        gettext_noop("The definition of relative change."),
        gettext_noop("From 3,335 to 4,510 is a rise of 35.2 %, not 26 %."),
    ),
    Explanation(
        "share",
        gettext_noop("A share is a part of its own table"),
        gettext_noop(
            "A percent printed as a share must be the part over the whole of the same table, and the shares "
            "of all parts make 100 %, within rounding. A percent that was cut off instead of rounded is a "
            "note only."
        ),
        gettext_noop("The definition of a share."),
        gettext_noop("10,287 of 18,965 is 54.2 %, not 70 %."),
    ),
    Explanation(
        "period",
        gettext_noop("Every number has its time"),
        gettext_noop(
            "People in centres are counted on a day; cases are counted over a period. A number without its "
            "day or period cannot be compared with any other, and one about days after its own publication is"
            " a forecast."
        ),
        gettext_noop(
            "UN Fundamental Principles of Official Statistics, principle 3: present information on sources, "
            "methods and procedures."
        ),
        gettext_noop("“Around 6,000 in rehabilitation centres”, with no date."),
    ),
    Explanation(
        "unit",
        gettext_noop("Every number has its unit"),
        gettext_noop(
            "A case, a person, an arrest and a treatment episode are different things. A number without its "
            "unit, or with one that its measure is not counted in, says less than it seems to."
        ),
        gettext_noop(
            "Counting units of the Treatment Demand Indicator 3.0 and of the International Classification of "
            "Crime for Statistical Purposes."
        ),
        gettext_noop("“5,200 arrested”, where 5,200 cases were meant."),
    ),
    Explanation(
        "same-number",
        gettext_noop("One number, one thing"),
        gettext_noop(
            "The same telling number printed for two periods was most likely copied; one quantity printed as "
            "two numbers in one report cannot be right twice. Round and hedged numbers are left alone, and so "
            "are repeats that chance would bring among so many periods."
        ),
        gettext_noop(
            "A count of three digits or more rarely comes up twice by chance: counted as the pairs of periods over "
            "the spread of their numbers, in all tables of the body together, fewer than 0.05."
        ),
        gettext_noop("4,510 cases from January to May, and 4,510 from January to June."),
    ),
    Explanation(
        "between-bodies",
        gettext_noop("Two bodies, one quantity"),
        gettext_noop(
            "Where two bodies print a number of the same thing, place and time, both cannot be true unless "
            "what they print leaves room for it. Often each counts a different scope and does not say so."
        ),
        gettext_noop("UN Fundamental Principles of Official Statistics, principle 8: coordination among agencies."),
        gettext_noop("Police: more than 3,251 kg seized. UNODC: 1,654 kg."),
    ),
    Explanation(
        "later-revision",
        gettext_noop("What was said later"),
        gettext_noop(
            "A body may correct itself, but should say so. A number that changed without a word, or a claim "
            "that the body's own later figures contradict, is named here."
        ),
        gettext_noop(
            "European Statistics Code of Practice, indicator 6.6: revisions follow standard, transparent procedures."
        ),
        gettext_noop("“Largely decreased” in September; 23 % more by the end of the year."),
    ),
    Explanation(
        "called",
        gettext_noop("A group by its right name"),
        gettext_noop(
            "A noun that is narrower than the group counted misleads: everyone arrested called “users”, "
            "though most were suspected of trafficking."
        ),
        gettext_noop("The country's list of nouns and what each means."),
        gettext_noop("10,519 are called “users”, but 6,165 of them are counted under trafficking."),
    ),
    Explanation(
        "claim",
        gettext_noop("A claim must be carried by its numbers"),
        gettext_noop(
            "A change is judged by the ratio of the two rates with its exact 95 % interval, as if each case "
            "came by chance alone: “down” needs the whole interval below no change, “largely” needs it beyond"
            " 10 %. “Replaces” and “enough” compare places with people."
        ),
        gettext_noop(
            "Exact conditional interval for the ratio of two Poisson rates (Przyborowski and Wilenski 1940; "
            "Clopper and Pearson 1934)."
        ),
        gettext_noop("2,000 places cannot replace those of 6,000 people."),
    ),
)
_BY_NAME = {one.rule: one for one in EXPLANATIONS}
assert tuple(_BY_NAME) == RULES
