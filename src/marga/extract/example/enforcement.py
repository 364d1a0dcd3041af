"""The enforcement side of a synthetic country, block by block: drawn in threads, told apart and written in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from ..arrow import Values
from ..writing import ExtractWriter
from .calendar import blocks
from .cases import Cases, case_rows, draw_cases
from .custody import custody_rows
from .exhibits import draw_exhibits, exhibit_rows
from .people import Past, People, party_rows
from .plan import Plan

Rows = dict[str, Values]
Progress = Callable[[float], None]
T = TypeVar("T")
R = TypeVar("R")


def write_enforcement(plan: Plan, writer: ExtractWriter, *, threads: int, progress: Progress) -> None:
    """Write all tables. `progress` is told the share that is done. The threads do not change what is written."""
    todo = list(blocks(plan.period, plan.given, plan.scale, plan.seed))
    total = sum(int(block.cases.sum()) for block in todo)
    with ThreadPoolExecutor(threads) as pool:
        drawn = _ahead(pool, lambda block: draw_cases(plan, block), todo, threads)
        for block, rows in _ahead(pool, lambda work: (work[0].block, _rows(plan, *work)), _met(plan, drawn), threads):
            for table, columns in rows:
                writer.write(table, columns)
            progress((block.first_case + int(block.cases.sum())) / total)


def _met(plan: Plan, drawn: Iterator[Cases]) -> Iterator[tuple[Cases, Past, int, int, int]]:
    """Each block with who its people are, and how many parties, custodies, exhibits came before it."""
    people, parties, custodies = People(plan), 0, 0
    for cases in drawn:
        yield cases, people.meet(cases), parties, custodies, cases.block.first_case * 3
        parties += cases.people
        custodies += int(cases.arrested.sum())


def _rows(plan: Plan, cases: Cases, past: Past, parties: int, custodies: int, exhibits: int) -> list[tuple[str, Rows]]:
    """The block's rows of each table."""
    return [
        ("cases", case_rows(plan, cases)), ("parties", party_rows(plan, cases, past, parties)),
        ("exhibits", exhibit_rows(plan, cases, draw_exhibits(plan, cases), exhibits)),
        ("custodies", custody_rows(plan, cases, parties, custodies)),
    ]  # fmt: skip


def _ahead(pool: ThreadPoolExecutor, work: Callable[[T], R], todo: Iterable[T], most: int) -> Iterator[R]:
    """The results in order, at most so many worked on at a time beyond the one that is used."""
    running: deque[Future[R]] = deque()
    for one in todo:
        running.append(pool.submit(work, one))
        if len(running) > most:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()
