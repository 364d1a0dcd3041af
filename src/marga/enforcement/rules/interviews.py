"""What an interview record needs: a signature or a noted refusal under each page, an interpreter from outside.

Source: Code of Criminal Procedure, article 93: each page is signed or finger-printed after it was read again, a refusal
is noted, the interpreter is neither of the police nor of the case.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from marga.country import Sentence, gettext_noop, say
from marga.country.instants import Clock, utc

#: Under a page that nobody has signed yet.
WAITING = "waiting"
#: What asks for a word of explanation beside it.
TO_EXPLAIN = frozenset({"refused", "unable"})


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    signature: str
    note: str = ""


def interview_faults(
    began: datetime, ended: datetime, language: str, spoken: Collection[str], interpreter: str, outside: bool,
    pages: Sequence[Page], clock: Clock,
) -> dict[str, Sentence]:  # fmt: skip
    """What is wrong with an interview, by its field. `spoken`: the languages that the person is known to speak."""
    found = {}
    if utc(ended) < utc(began):
        found["ended"] = say(gettext_noop("The interview ends before it begins. Correct one of the times."))
    elif utc(ended) > clock.at:
        found["ended"] = say(gettext_noop("This has not happened yet. Correct its time."))
    if spoken and language not in spoken and not interpreter.strip():
        found["interpreter"] = say(
            gettext_noop("The person is not known to speak this language. Name the interpreter.")
        )
    if interpreter.strip() and not outside:
        found["outside"] = say(gettext_noop("An interpreter is neither of the police nor of the case. Ask another one, "
                                            "and say so here."))  # fmt: skip
    for number, page in enumerate(pages, 1):
        if page.signature in TO_EXPLAIN and not page.note.strip():
            found[f"pages.{number - 1}.note"] = say(gettext_noop("Write why page {number} bears no signature."),
                                                    number=number)  # fmt: skip
    return found


def change_faults(before: Page, after: Page, written: datetime, changed: datetime, clock: Clock) -> dict[str, Sentence]:
    """What is wrong with a change of a page. `written`: when the page came to stand as it does."""
    found = {}
    if (before.text, before.signature) == (after.text, after.signature):
        found["text"] = say(gettext_noop("Nothing is changed on this page. Change its words or its signature."))
    if utc(changed) < utc(written) or utc(changed) > clock.at:
        found["changed"] = say(gettext_noop("The change is dated before the page was written, or later than now. "
                                            "Correct its time."))  # fmt: skip
    return found
