"""What a jurisdiction decides, as data: units, measures, splits, words, places. Nothing here knows a database."""

from .disclosure import Disclosure, Policy
from .loading import load, load_folder
from .model import Category, Centre, Country, Dimension, Hedge, Measure, Room, Unit, Words
from .periods import Period
from .reading import DataError, Fault, Table, parse_toml
from .sentences import ENGLISH, Amount, Sentence, Text, Value, Writer, gettext_noop, say, write

__all__ = [
    "ENGLISH", "Amount", "Category", "Centre", "Country", "DataError", "Dimension", "Disclosure", "Fault", "Hedge",
    "Measure", "Period", "Policy", "Room", "Sentence", "Table", "Text", "Unit", "Value", "Words", "Writer",
    "gettext_noop", "load", "load_folder", "parse_toml", "say", "write",
]  # fmt: skip
