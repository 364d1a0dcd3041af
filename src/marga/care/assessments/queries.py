"""What pages show of assessments."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marga.care.national import clinical
from marga.care.requests.forms import label_of
from marga.care.rules import tdi

from .models import Assessment
from .services import Said, answers_of


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its answer in words, and what is made of it."""

    name: str
    question: str
    answer: str
    code: str
    page: str
    feeds: str


def pages(said: Said, already: tdi.Answers) -> list[str]:
    """The pages that still ask something, in order."""
    asking = {item.page for item in tdi.asked(said.answers, already)}
    return [page for page in tdi.PAGES if page in asking]


def following(page: str, said: Said, already: tdi.Answers) -> str:
    """The page after this one; "" after the last."""
    left = pages(said, already)
    return next((one for one in left[left.index(page) + 1 :]), "") if page in left else (left or [""])[0]


def to_ask(said: Said, already: tdi.Answers) -> str:
    """The first page with something missing; "" when all is answered."""
    missing = {tdi.ITEMS[name].page for name in tdi.refusals(said.answers, already)}
    return next((page for page in tdi.PAGES if page in missing), "")


def lines(answers: tdi.Answers, drug_as: str = "") -> list[Line]:
    """Every item that was answered or known, in order."""
    return [_line(item, answers[item.name], drug_as) for item in tdi.ITEMS.values() if item.name in answers]


def shown(assessment: Assessment) -> list[Line]:
    """The lines of an assessment that was entered."""
    return lines(answers_of(assessment), assessment.drug)


def answer_word(item: tdi.Item, value: str) -> str:
    """An answer in words."""
    if value == tdi.UNKNOWN:
        return _("not known")
    return _(item.codes[value]) if item.codes else value


def output_word(output: str) -> str:
    """What an item is used for, in words."""
    named = {tdi.PRIORITY: _("who comes first"), tdi.NEEDS: _("what a place should have"),
             tdi.MAIN_DRUG: _("main drug of the stay")}  # fmt: skip
    return named.get(output) or _("table {number}").format(number=output)


def drug_choices() -> list[tuple[str, str]]:
    """The main drugs to choose from: a code where the country has one word for it, "3.2/ice" where it has several."""
    found = []
    for code, label in tdi.PRIMARY.items():
        words = [word for one, word in clinical().drugs if one == code]
        if len(words) > 1:
            found += [(f"{code}/{word}", label_of(word, "drug")) for word in words]
        else:
            found.append((code, _(label)))
    return found


def _line(item: tdi.Item, value: str, drug_as: str) -> Line:
    word = answer_word(item, value)
    if item.name == "drug":
        word = next((label for chosen, label in drug_choices() if chosen == f"{value}/{drug_as}"), word)
    return Line(item.name, _(item.question), word, value, item.page, ", ".join(map(output_word, tdi.feeds(item.name))))
