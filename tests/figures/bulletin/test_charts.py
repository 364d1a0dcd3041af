"""Charts draw all that their captions say, each name stands clear of the others, and no month loses its label."""

import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest

from marga.figures.bulletin.charts import figure_plot, section_plots
from marga.figures.bulletin.languages import writer_in
from marga.figures.bulletin.plots import Bars, Lines, Series
from marga.figures.bulletin.voice import Voice
from support.bulletins import COUNTRY


@pytest.fixture(scope="module", params=["en", "km"])
def voice(request, year_2019) -> Voice:
    return Voice(year_2019.bulletin, COUNTRY, writer_in(request.param), request.param)


def months(*values: int) -> tuple[tuple[str, int], ...]:
    return tuple((f"2019-{month:02d}", value) for month, value in enumerate(values, 1))


def test_a_figure_draws_a_line_for_every_group_of_its_table(voice, year_2019):
    plot = figure_plot(voice, "in_care")
    assert isinstance(plot, Lines)
    groups = year_2019.bulletin.table("in-care-by-modality").lines
    assert [one.name for one in plot.drawn] == [voice.group(line.where) for line in groups]
    assert len(groups) > 4


def test_a_section_draws_what_its_first_table_counts(voice, year_2019):
    plot = section_plots(voice)["where"]
    assert isinstance(plot, Bars)
    table = year_2019.bulletin.table("cases-by-province")
    shown = [line.values[-1] for line in table.lines if line.where and line.values[-1] is not None]
    assert [bar.value for bar in plot.bars] == shown


def test_every_caption_says_when_and_what(voice):
    for name in dict.fromkeys(table.figure for table in voice.bulletin.tables):
        plot = figure_plot(voice, name)
        if plot is not None:
            assert plot.caption.startswith(voice.figure(name)), name
            assert "{" not in plot.caption


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_names_of_lines_that_end_alike_stand_clear_of_each_other(width):
    series = tuple(Series(name, months(900, 900, end), "#55606b") for name, end in
                   (("all", 900), ("one", 10), ("other", 10), ("third", 12)))  # fmt: skip
    svg = Lines("title", "caption", series).svg(width)
    heights = sorted(
        float(height) for height, name in re.findall(r"<text[^>]*translate\([^,]+,([\d.]+)\)[^>]*>([a-z]+)</text>", svg)
    )
    assert len(heights) == 4
    assert min(after - before for before, after in pairwise(heights)) > 13


def test_the_first_month_has_its_label_wherever_it_is_drawn():
    draw = (
        "from marga.figures.bulletin.plots import Lines, Series;"
        "points = tuple((f'2019-{month:02d}', month) for month in range(1, 7));"
        "print(Lines('title', 'caption', (Series('all', points, '#55606b'),)).svg('wide'))"
    )
    svg = subprocess.run([sys.executable, "-c", draw], env={**os.environ, "TZ": "Asia/Phnom_Penh"},
                         capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert re.findall(r">(\d\d/19)<", svg) == [f"{month:02d}/19" for month in range(1, 7)]
