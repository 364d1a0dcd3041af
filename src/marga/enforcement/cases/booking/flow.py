"""Which page comes after which, and where each has its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from marga.country.enforcement import Role

from .places import CHARGE, EVENT, EXHIBIT, PERSON, RIGHTS, Place, Typed, fields_at
from .reading import Reading

LISTS = {PERSON: "book-people", EXHIBIT: "book-exhibits"}


@dataclass(frozen=True, slots=True)
class Flow:
    """The pages of one draft, in order. `roles`: the country's parts in a case."""

    draft: UUID
    typed: Typed
    reading: Reading
    roles: Mapping[str, Role]

    def address(self, place: Place) -> str:
        """Of the page of a step, person or exhibit."""
        if place.step == EVENT:
            return reverse("book-event", args=[self.draft])
        return reverse(f"book-{place.step}", args=[self.draft, place.number])

    def of_list(self, step: str) -> str:
        """Of the list of people or exhibits; of the first form where there is none yet."""
        if step == PERSON and not self.reading.booking.people:
            return self.address(Place(PERSON, 1))
        return reverse(LISTS[step], args=[self.draft])

    @property
    def check(self) -> str:
        return reverse("book-check", args=[self.draft])

    @property
    def add_person(self) -> str:
        return self.address(Place(PERSON, len(self.reading.booking.people) + 1))

    @property
    def add_exhibit(self) -> str:
        return self.address(Place(EXHIBIT, len(self.reading.booking.exhibits) + 1))

    @property
    def charged(self) -> list[int]:
        """Numbers of the people who are given a charge."""
        return [number for number, one in enumerate(self.reading.booking.people, 1)
                if one.role in self.roles and self.roles[one.role].charged]  # fmt: skip

    @property
    def held(self) -> list[int]:
        """Numbers of the people who are held at the unit."""
        return [number for number, one in enumerate(self.reading.booking.people, 1) if one.arrived is not None]

    def after(self, place: Place) -> str:
        """The page that follows one whose answers are all right."""
        if place.step == EVENT:
            return self.of_list(PERSON)
        if place.step in LISTS:
            return self.of_list(place.step)
        return self._on(place.step, place.number)

    def after_list(self, step: str) -> str:
        """The page that follows the list of people or of exhibits."""
        return self._on(CHARGE if step == PERSON else RIGHTS, 0)

    def _on(self, step: str, done: int) -> str:
        left = [number for number in (self.charged if step == CHARGE else self.held) if number > done]
        if left:
            return self.address(Place(step, left[0]))
        return self.of_list(EXHIBIT) if step == CHARGE else self.check

    def to_go_on(self) -> str:
        """The first page that was not kept yet; the check of all answers where each was."""
        wanted = [Place(EVENT), *(Place(PERSON, number) for number in range(1, len(self.reading.booking.people) + 1)),
                  *(Place(CHARGE, number) for number in self.charged)]  # fmt: skip
        left = [place for place in wanted if not fields_at(self.typed, place)]
        return self.address(left[0]) if left else self.check

    def steps(self, now: str) -> list[tuple[str, str, bool]]:
        """Every step: address, name, and whether it is the one shown. One that does not apply has no address."""
        places = (
            (EVENT, _("Event"), self.address(Place(EVENT))), (PERSON, _("People"), self.of_list(PERSON)),
            (CHARGE, _("Charge"), self.address(Place(CHARGE, self.charged[0])) if self.charged else ""),
            (EXHIBIT, _("Exhibits"), self.of_list(EXHIBIT)),
            (RIGHTS, _("Rights"), self.address(Place(RIGHTS, self.held[0])) if self.held else ""),
            ("check", _("Check"), self.check),
        )  # fmt: skip
        return [(address if self.typed else "", name, step == now) for step, name, address in places]
