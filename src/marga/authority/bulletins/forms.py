"""What a statistician types: an order, a remark, a reason, a day of release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marga.authority.bulletins.models import SIDES, Cube
from marga.authority.forms import DAY_MESSAGES, DayInput
from marga.country import Period, write
from marga.country.catalogues import MONTHS
from marga.site.forms import PlainForm
from marga.site.writing import writer

LONGEST = 2000  # characters of a reason or a remark


def _months() -> list[tuple[str, str]]:
    return [(str(number), writer().translate(name)) for number, name in enumerate(MONTHS, 1)]


class PeriodForm(PlainForm):
    """Whole months of one year."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2200)
    first = forms.TypedChoiceField(label=_("First month"), choices=_months, coerce=int)
    last = forms.TypedChoiceField(label=_("Last month"), choices=_months, coerce=int)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last month comes before the first. Choose a later one."))
        return found

    @property
    def period(self) -> Period:
        """The days from the first month's first to the last month's last."""
        year, last = self.cleaned_data["year"], self.cleaned_data["last"]
        following = date(year + last // 12, last % 12 + 1, 1)
        return Period(date(year, self.cleaned_data["first"], 1), date.fromordinal(following.toordinal() - 1))


class OrderForm(PeriodForm):
    """Order a bulletin: its months, the cube of each side, and a reason where published numbers change."""

    reason = forms.CharField(
        label=_("Why numbers change"), max_length=LONGEST, required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where numbers that were published are others now. Readers will read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, cubes: Sequence[Cube], **named: Any) -> None:
        super().__init__(*args, **named)
        self._cubes = {str(cube.pk): cube for cube in cubes}
        for side, label in SIDES:
            own = [cube for cube in cubes if cube.side == side]
            if own:
                choices = [*((str(one.pk), _cube(one)) for one in own), ("", _("none"))]
                self.fields[side] = forms.ChoiceField(
                    label=label, required=False, choices=choices, initial=choices[0][0]
                )
        self.order_fields(["year", "first", "last", *(side for side, _label in SIDES), "reason"])

    @property
    def of_sides(self) -> list[forms.BoundField]:
        """The fields in which a cube of each side is chosen."""
        return [self[side] for side, _label in SIDES if side in self.fields]

    @property
    def cubes(self) -> list[Cube]:
        chosen = [self.cleaned_data.get(side, "") for side, _label in SIDES]
        return [self._cubes[pk] for pk in chosen if pk]


def _cube(cube: Cube) -> str:
    """What tells a cube from the others of its side: its months, the day it was made, and how many reports it has."""
    expected = sum(one["units_expected"] for one in cube.coverage)
    reported = sum(one["units_reported"] for one in cube.coverage)
    return gettext("made {day}, {reported} of {expected} reports, {first} – {last}, {body} ({digest})").format(
        body=cube.body, first=f"{cube.starts:%Y-%m}", last=f"{cube.ends:%Y-%m}",
        day=write(timezone.localdate(cube.made_at), writer()), reported=f"{reported:,}", expected=f"{expected:,}",
        digest=cube.sha256[:8],
    )  # fmt: skip


class RemarkForm(PlainForm):
    """What is said to numbers that others printed otherwise."""

    remark = forms.CharField(
        label=_("What you say to the differences"), max_length=LONGEST, required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is printed with the bulletin, under the differences."),
    )  # fmt: skip


class ReasonForm(PlainForm):
    """Why a draft goes back."""

    reason = forms.CharField(
        label=_("Why you send it back"), max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnnounceForm(PeriodForm):
    """When a bulletin will come out, and where that is another day than was announced, why."""

    due = forms.DateField(
        label=_("Day of release"), widget=DayInput(), error_messages=DAY_MESSAGES,
        help_text=_("After the last day of the period, such as 2026-12-15."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why the day moves"), max_length=LONGEST, required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where another day was announced. The public calendar shows it."),
    )  # fmt: skip
