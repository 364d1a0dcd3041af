"""What stands after the tables: how to read them, who did not report, what changed, and whether the figures add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marga.country import gettext_noop

from .bulletin import Change
from .shown import MARK, group_shown, time_shown
from .voice import Voice

MOST_CHANGES = 40  # listed one by one; the file has them all
Note = tuple[str, tuple[str, ...]]


def notes(voice: Voice) -> Iterator[Note]:
    """Titles with their paragraphs."""
    yield voice.word(gettext_noop("How to read the numbers")), tuple(_reading(voice))
    yield voice.word(gettext_noop("Who did not report")), tuple(_silent(voice))
    if voice.bulletin.changes:
        yield voice.word(gettext_noop("What changed")), tuple(changed(voice))
    yield voice.word(gettext_noop("Do the figures add up?")), tuple(_checked(voice))


def _reading(voice: Voice) -> Iterator[str]:
    loss = voice.bulletin.loss
    yield voice.say(
        gettext_noop(
            "{mark} is a number that is not shown, so that nobody can be recognised: a count of few people, 0 "
            "included, or a larger one that would give such a count away. It never means that nothing was recorded."
        ),
        mark=MARK,
    )
    yield voice.say(
        gettext_noop(
            "Numbers that are protected: {cells}. Not shown as they are small: {small}; not shown as they would give "
            "those away: {more}. Numbers that are shown are exact."
        ),
        cells=loss.cells, small=loss.small, more=loss.more,
    )  # fmt: skip
    if loss.table:
        yield voice.say(
            gettext_noop("The table that loses most is “{table}”: {hidden} of its {cells} numbers are not shown."),
            table=voice.title(voice.bulletin.table(loss.table)), hidden=loss.table_hidden, cells=loss.table_cells,
        )  # fmt: skip
    yield voice.word(
        gettext_noop(
            "Shares, averages and changes are worked out from the numbers shown, and are not shown where one of those "
            "is not."
        )
    )


def _silent(voice: Voice) -> Iterator[str]:
    for source in voice.bulletin.sources:
        if not source.missing:
            yield voice.say(gettext_noop("{body}: {coverage}."), body=source.body, coverage=voice.coverage(source))
        for gap in source.missing:
            one = gettext_noop("{body}, {month}: 1 of {expected} units did not report (number {units}).")
            more = gettext_noop("{body}, {month}: {count} of {expected} units did not report (numbers {units}).")
            yield voice.say(
                one if len(gap.units) == 1 else more,
                body=source.body, month=voice.time(gap.month), count=len(gap.units), expected=gap.expected,
                units=", ".join(gap.units),
            )  # fmt: skip


def changed(voice: Voice) -> Iterator[str]:
    """Why numbers that were published before are others now, and each of them."""
    changes = voice.bulletin.changes
    yield voice.say(gettext_noop("Why: {reason}"), reason=voice.bulletin.reason)
    for change in changes[:MOST_CHANGES]:
        yield said(voice, change)
    if len(changes) > MOST_CHANGES:
        words = gettext_noop("These are {listed} of {count} changes; the bulletin’s JSON file lists all.")
        yield voice.say(words, listed=MOST_CHANGES, count=len(changes))


def said(voice: Voice, change: Change) -> str:
    """One changed number as a sentence."""
    unit = next((table.unit for table in voice.bulletin.tables if table.figure == change.figure), "")
    return voice.say(
        gettext_noop("{figure}, {group}, {time}: was {was}, is {now}."),
        figure=voice.figure(change.figure), group=group_shown(change.where, voice.country, voice.writer),
        time=time_shown(change.time, voice.writer), was=voice.number(change.was, unit),
        now=voice.number(change.now, unit),
    )  # fmt: skip


def _checked(voice: Voice) -> Iterator[str]:
    findings = voice.bulletin.findings
    if findings:
        yield voice.word(
            gettext_noop(
                "Every number was checked against every other and against all that was published before. They agree "
                "with each other. Of what others printed, this does not agree:"
            )
        )
    else:
        yield voice.word(
            gettext_noop(
                "Every number was checked against every other and against all that was published before: nothing was "
                "found."
            )
        )
    for finding in findings:
        messages = finding["message"]
        assert isinstance(messages, Mapping)
        yield str(messages.get(voice.language) or messages["en"])
    if voice.bulletin.remark:
        words = gettext_noop("What the statistician says to this: {remark}") if findings else gettext_noop(
            "What the statistician adds: {remark}")  # fmt: skip
        yield voice.say(words, remark=voice.bulletin.remark)
