"""The rules of the check: each takes the book of all figures and yields what it finds."""

from collections.abc import Callable, Iterator

from ..book import Book
from ..findings import Finding
from .claims import claim, overtaken
from .labels import called, period, unit
from .parts import parts_whole, periods_whole, subset
from .relations import growth, rate, share
from .repeats import one_quantity, same_number

#: In the order in which findings are shown. `one_quantity` finds between-bodies, later-revision and same-number.
ALL: tuple[Callable[[Book], Iterator[Finding]], ...] = (
    parts_whole, periods_whole, subset, rate, growth, share, one_quantity, same_number, overtaken, called, claim,
    period, unit,
)  # fmt: skip
