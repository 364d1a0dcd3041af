"""Forms of the authority's public pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import lazy
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from marga.authority.drafts import Draft, Row, number_of
from marga.authority.queries import country
from marga.country import DataError, Period, write
from marga.site.forms import PlainForm
from marga.site.writing import writer

#: The field of a row that a key of a report file comes from; "printed" for every other.
FIELD_OF = {"as_of": "day", "measure": "measure", "where": "group", "share_of": "group"}
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 4, 3, 60
DAY_MESSAGES = {"invalid": _("Write the day as year-month-day, such as 2019-09-06, and check that it exists.")}
KINDS = (
    ("count", _("a number")),
    ("rate", _("a number a day")),
    ("share", _("% of all")),
    ("change", _("% more than a year before")),
)


def _measures() -> list[tuple[str, str]]:
    return [(name, write(measure.label, writer())) for name, measure in country().measures.items()]


def _groups() -> list[tuple[str, Any]]:
    """Everyone, then the categories of each dimension under its name."""
    said = writer()
    groups: list[tuple[str, Any]] = [("", _("all"))]
    for name, dimension in country().dimensions.items():
        choices = [(f"{name}={key}", write(one.label, said)) for key, one in dimension.categories.items()]
        groups.append((write(dimension.label, said), choices))
    return groups


class DayInput(forms.DateInput):
    """A day typed by hand or picked, kept as it was typed when it is wrong."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"placeholder": "2019-09-06", "inputmode": "numeric"})


class PlainSelect(forms.Select):
    """A list to choose from, put together without a template for each choice: a form has a thousand of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = "" if value is None else str(value)
        inside = mark_safe("".join(_options(self.choices, chosen)))  # noqa: S308  _options escapes each text
        tagged = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", tagged, inside)


def _options(choices: Iterable[Any], chosen: str) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(value)}">{"".join(_options(label, chosen))}</optgroup>'
        else:
            selected = " selected" if str(value) == chosen else ""
            yield f'<option value="{escape(value)}"{selected}>{escape(label)}</option>'


class ReportForm(PlainForm):
    """Who printed the figures, and about when."""

    body = forms.CharField(
        label=_("Who says so"), max_length=200, help_text=_("The body that published the figures."),
        error_messages={"required": _("Write the name of the body that published the figures.")},
    )  # fmt: skip
    start = forms.DateField(label=_("First day"), required=False, widget=DayInput, error_messages=DAY_MESSAGES)
    end = forms.DateField(label=_("Last day"), required=False, widget=DayInput, error_messages=DAY_MESSAGES)
    published = forms.DateField(label=_("Published on"), required=False, widget=DayInput, error_messages=DAY_MESSAGES)

    def clean(self) -> dict[str, Any]:
        """The period needs both its days, in order."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first. Swap them, or correct one."))
        elif bool(start) != bool(end) and not self.errors:
            self.add_error("end" if start else "start", _("Write both days of the period, or neither."))
        return data

    def period(self) -> Period | None:
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return Period(start, end) if start else None


class RowForm(PlainForm):
    """One printed figure. A row left empty is left out."""

    printed = forms.CharField(label=_("As printed"), required=False, max_length=120)
    measure = forms.ChoiceField(widget=PlainSelect, label=_("What is counted"), choices=lazy(_measures, list))
    group = forms.ChoiceField(widget=PlainSelect, label=_("Of whom"), choices=lazy(_groups, list), required=False)
    kind = forms.ChoiceField(widget=PlainSelect, label=_("Said as"), choices=KINDS)
    day = forms.DateField(label=_("On the day"), required=False, widget=DayInput, error_messages=DAY_MESSAGES)

    def row(self, number: int) -> Row:
        data = self.cleaned_data
        return Row(number, data["printed"], data["measure"], data["group"], data["kind"], data["day"])

    @property
    def is_empty(self) -> bool:
        return not str(self["printed"].value() or "").strip()


class DraftForm:
    """A report and its rows, bound or not. `rows` keep what was typed whatever is wrong with it."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.bound = data is not None
        self.wants_rows = data is not None and "add" in data
        count = FIRST_ROWS if data is None else _count(data.get("rows", ""))
        if data is not None and self.wants_rows:  # what was typed stays, and is not judged yet
            count = min(count + MORE_ROWS, MOST_ROWS)
            self.report = ReportForm(initial=_typed(data, ReportForm))
            self.rows = [RowForm(initial=_typed(data, RowForm, f"{number}-"), prefix=str(number))
                         for number in range(1, count + 1)]  # fmt: skip
            return
        self.report = ReportForm(data)
        self.rows = [RowForm(self._row_data(data, number), prefix=str(number)) for number in range(1, count + 1)]

    @staticmethod
    def _row_data(data: Mapping[str, Any] | None, number: int) -> Mapping[str, Any] | None:
        """A row that was just added is empty, not wrong."""
        return data if data is not None and f"{number}-printed" in data else None

    def filled(self) -> list[tuple[int, RowForm]]:
        return [(number, row) for number, row in enumerate(self.rows, 1) if row.is_bound and not row.is_empty]

    def is_valid(self) -> bool:
        """Whether the form can be read at all; what the numbers say is the check's to judge."""
        valid = self.report.is_valid()
        for number, row in self.filled():
            valid = row.is_valid() and self._is_read(row, number) and valid
        if valid and not self.filled():
            self.report.add_error(None, _("Write at least one figure."))
            return False
        return valid

    def _is_read(self, row: RowForm, number: int) -> bool:
        """Whether the row has a number, and a change the days that it is about."""
        if number_of(row.row(number), country())[1] is None:
            row.add_error("printed", _("No number can be read in this. Write it as printed, such as 5,200 or some 40."))
        if row.cleaned_data["kind"] == "change" and self.report.is_valid() and not self._has_year_before():
            row.add_error(
                "kind", _("A change needs the first and last day above: it is on the same days a year before.")
            )
        return row.is_valid()

    def _has_year_before(self) -> bool:
        period = self.report.period()
        return period is not None and period.start.year > date.min.year

    def toml(self) -> str:
        rows = [row.row(number) for number, row in self.filled()]
        report = self.report
        return Draft(report.cleaned_data["body"], rows, report.cleaned_data["published"], report.period()).toml(
            country()
        )

    def blame(self, error: DataError) -> None:
        """Put what the reader of report files found beside the field it is about."""
        said = writer()
        for fault in error.faults:
            place, _comma, key = fault.place.partition(", ")
            number = place.removeprefix("figure ")
            message = write(fault.says, said)
            if number.isdigit() and 0 < int(number) <= len(self.rows):
                self.rows[int(number) - 1].add_error(FIELD_OF.get(key.strip("`"), "printed"), message)
            else:
                self.report.add_error(None, ": ".join(part for part in (fault.place, message) if part))


def _typed(data: Mapping[str, Any], form: type[forms.Form], prefix: str = "") -> dict[str, Any]:
    return {name: data.get(f"{prefix}{name}") for name in form.base_fields}


def _count(text: str) -> int:
    return min(max(int(text), 1), MOST_ROWS) if text.isdecimal() and len(text) < 4 else FIRST_ROWS


class FileForm(PlainForm):
    """A report file, pasted or uploaded."""

    report = forms.CharField(
        label=_("The report file"), required=False, strip=False,
        widget=forms.Textarea(attrs={"class": "code", "rows": 18, "spellcheck": "false"}),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("Or choose a file"), required=False, widget=forms.FileInput(attrs={"accept": ".toml,text/plain"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("upload") and not (data.get("report") or "").strip():
            self.add_error("report", _("Paste a report file here, or choose one below."))
        return data

    def text(self) -> tuple[bytes | str, str]:
        """The report and its name for messages. An uploaded file comes before pasted text."""
        upload = self.cleaned_data.get("upload")
        return (upload.read(), upload.name) if upload else (self.cleaned_data["report"], "my-report")
