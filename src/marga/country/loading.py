"""Loads and checks a country's folder. A fault is a DataError that names file, key and what was expected."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from .care import read_care
from .clinical import read_clinical
from .consents import read_consents
from .disclosure import read_disclosure
from .enforcement.whole import read_enforcement
from .model import Category, Centre, Country, Dimension, Hedge, Measure, Room, Unit, Words
from .reading import Table, parse_toml, shown
from .sentences import Text, gettext_noop

FOLDER = Path(__file__).parent
#: Measures and dimensions that every country has under these names (the design's contract).
MEASURES = (
    "cases", "persons", "arrests", "seized", "in_care", "treated", "completed", "places", "requests", "cost",
)  # fmt: skip
DIMENSIONS = ("offence", "sex", "citizenship", "province", "drug", "route", "modality")


@cache
def load(code: str = "kh") -> Country:
    """The country with this code, from its folder beside this file. Raises DataError."""
    return load_folder(FOLDER / code)


def load_folder(folder: Path) -> Country:
    """The country in any folder of the same shape. Raises DataError."""
    if not (folder / "country.toml").is_file():
        known = " / ".join(sorted(path.parent.name for path in FOLDER.glob("*/country.toml")))
        table = Table(str(folder), "", {})
        table.fail("", gettext_noop("has no country.toml, so it is not a country; the countries here are {known}"),
                   known=known)  # fmt: skip
    top = _open(folder, "country.toml")
    units = _units(_open(folder, "units.toml"))
    measures = _measures(_open(folder, "measures.toml"), units)
    provinces, middles = _provinces(_open(folder, "provinces.toml"))
    dimensions = _dimensions(_open(folder, "dimensions.toml"), provinces, measures)
    country = Country(
        code=top.text("code"), name=_label(top.table("name")), authority=_label(top.table("authority")),
        timezone=top.text("timezone"), currency=top.choice("currency", units),
        units=units, measures=measures, dimensions=dimensions, middles=middles,
        words=_words(_open(folder, "words.toml"), dimensions),
        centres=_centres(_open(folder, "centres.toml"), dimensions["province"].categories),
        disclosure=read_disclosure(_open(folder, "disclosure.toml")),
        enforcement=read_enforcement(lambda name: _open(folder, name), dimensions),
        care=(care := read_care(_open(folder, "care.toml"), dimensions["modality"].categories)),
        clinical=read_clinical(
            _open(folder, "clinical.toml"), drugs=dimensions["drug"].categories, needs=care.needs,
            modalities=dimensions["modality"].categories, routes=dimensions["route"].categories,
        ),
        consents=read_consents(_open(folder, "consents.toml")),
        report_files=tuple(sorted((folder / "reports").glob("*.toml"))),
        digest=_digest(folder),
    )  # fmt: skip
    top.texts("languages")
    top.finish()
    return country


def _open(folder: Path, name: str) -> Table:
    path = folder / name
    if not path.is_file():
        Table(f"{folder.name}/{name}", "", {}).fail("", gettext_noop("is missing; a country needs this file"))
    return parse_toml(path.read_bytes(), f"{folder.name}/{name}")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _exact(table: Table, key: str) -> Decimal:
    """A number of 0 or more, written between quotes so that it stays exactly what it says."""
    text = table.text(key)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and number >= 0):
        table.fail(key, gettext_noop("should be a number between quotes such as {example}, not {value}"),
                   example='"0.5"', value=shown(text))  # fmt: skip
    return number


def _label(table: Table) -> Text:
    text = Text(table.text("en"), table.text("km", ""), table.text("en_plural", ""))
    table.finish()
    return text


def _units(file: Table) -> dict[str, Unit]:
    units = {}
    for name in file:
        table = file.table(name)
        factor = _exact(table, "factor")
        units[name] = Unit(name, table.text("of"), factor, table.flag("exact", False), _label(table.table("label")))
        table.finish()
    return units


def _measures(file: Table, units: Collection[str]) -> dict[str, Measure]:
    measures = {}
    for name in file:
        table = file.table(name)
        if unknown := [unit for unit in table.texts("units") if unit not in units]:
            table.fail("units", gettext_noop("names {unit}, which is not in units.toml"), unit=unknown[0])
        measures[name] = Measure(
            name, table.choice("time", ("flow", "stock", "none")), table.texts("units"),
            table.flag("adds_up", False), _label(table.table("label")), _label(table.table("counts")),
        )  # fmt: skip
        table.finish()
    _require(file, measures, MEASURES)
    return measures


def _dimensions(file: Table, provinces: Dimension, measures: Collection[str]) -> dict[str, Dimension]:
    dimensions = {"province": provinces}
    for name in file:
        table = file.table(name)
        categories = _categories(table.table("categories"))
        if unknown := [measure for measure in table.texts("overlapping_for") if measure not in measures]:
            table.fail("overlapping_for", gettext_noop("names {measure}, which is not in measures.toml"),
                       measure=unknown[0])  # fmt: skip
        dimensions[name] = Dimension(
            name, _label(table.table("label")), categories, table.flag("exhaustive", False),
            frozenset(table.texts("overlapping_for")),
        )  # fmt: skip
        table.finish()
    _require(file, dimensions, DIMENSIONS)
    return dimensions


def _categories(table: Table) -> dict[str, Category]:
    categories = {}
    for name in table:
        entry = table.table(name)
        within = entry.text("within", "")
        if within and within not in categories:
            entry.fail("within", gettext_noop("names {category}, which is not above it in this list"), category=within)
        categories[name] = Category(name, _label(entry.table("label")), within)
        entry.finish()
    return categories


def _provinces(file: Table) -> tuple[Dimension, dict[str, tuple[float, float]]]:
    """The provinces, and of those for which it is written where they are: latitude and longitude in degrees."""
    categories, middles = {}, {}
    for table in file.tables("province"):
        code = table.text("code")
        categories[code] = Category(code, Text(table.text("en"), table.text("km", "")))
        if "at" in table:
            at = table.table("at")
            middles[code] = (float(at.number("latitude")), float(at.number("longitude")))
            at.finish()
        table.finish()
    label = _label(file.table("label"))
    file.finish()
    return Dimension("province", label, categories, exhaustive=True), middles


def _require(file: Table, found: Collection[str], wanted: Collection[str]) -> None:
    if missing := [name for name in wanted if name not in found]:
        file.fail(missing[0], gettext_noop("is missing; every country has it"))


def _words(file: Table, dimensions: dict[str, Dimension]) -> Words:
    hedges = tuple(_hedge(table) for table in file.tables("hedge"))
    beyond: dict[str, Decimal] = {}
    for table in file.tables("qualifier"):
        beyond.update(dict.fromkeys(table.texts("words"), _exact(table, "beyond_percent")))
        table.finish()
    nouns: dict[str, dict[str, str]] = {}
    for table in file.tables("noun"):
        where = table.table("where")
        group = {name: where.choice(name, dimensions[name].categories) for name in dimensions if name in where}
        where.finish()
        nouns.update(dict.fromkeys(table.texts("words"), group))
        table.finish()
    steady = _exact(file.table("steady"), "within_percent")
    scale = file.table("scale")
    scales = {name: _exact(scale, name) for name in scale}
    file.finish()
    return Words(hedges, beyond, steady, nouns, scales)


def _hedge(table: Table) -> Hedge:
    hedge = Hedge(
        table.text("name"), table.texts("words") + table.texts("km"), _room(table, "below"), _room(table, "above")
    )
    table.finish()
    return hedge


def _room(table: Table, key: str) -> Room | None:
    """The room on one side of a hedged number; None for "open"."""
    if table.is_text(key):
        table.choice(key, ("open",))
        return None
    side = table.table(key)
    room = Room(_exact(side, "digits"), _exact(side, "percent"))
    side.finish()
    return room


def _centres(file: Table, provinces: Collection[str]) -> tuple[Centre, ...]:
    centres = []
    for table in file.tables("centre"):
        places = int(table.number("places")) if "places" in table else None
        centres.append(
            Centre(
                table.text("id"), _label(table.table("name")), table.choice("province", provinces),
                table.text("operator", ""), places, table.day("places_as_of"),
                table.text("source", ""), table.text("url", ""), table.text("note", ""),
            )
        )  # fmt: skip
        table.finish()
    file.finish()
    return tuple(centres)
