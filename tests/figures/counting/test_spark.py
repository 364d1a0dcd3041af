"""Spark gives the numbers that DuckDB gives, keeps to this machine, says nothing, and is missed in plain words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from marga.extract import TABLES
from marga.extract.schema import SIDES
from marga.figures.counting import DEFINITIONS, connect, cube, run

DUCKDB = connect()
MARGA = Path(sys.executable).with_name("marga")


@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_a_figure_by_each_margin_and_month_is_the_same_on_both_engines(
    name: str, spark: Any, small_country: Path
) -> None:
    definition = DEFINITIONS[name]
    folder = small_country / TABLES[definition.table].side
    for margin in definition.margins:
        by = ("month", *margin)
        counted = [run(backend, folder, definition, by) for backend in (DUCKDB, spark)]
        assert counted[0].num_rows > 1
        assert counted[0].equals(counted[1]), by


@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize("side", SIDES)
def test_the_whole_cube_is_the_same_on_both_engines(side: str, spark: Any, small_country: Path) -> None:
    made = [cube.build(backend, small_country / side, side) for backend in (DUCKDB, spark)]
    assert made[0].num_rows > 1000
    assert made[0].equals(made[1])


@pytest.mark.xdist_group("spark")
def test_spark_listens_on_this_machine_alone(spark: Any) -> None:
    process = spark._session.sparkContext._gateway.proc.pid
    for number in (process, os.getpid()):
        assert listening(number) <= {"0100007F", "0000000000000000FFFF00000100007F"}
    assert listening(process)


def listening(process: int) -> set[str]:
    """The local addresses on which a process listens, as the kernel writes them."""
    own = {str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()}
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()]
    return {row[1].rpartition(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


def ask(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """`marga figure arrests` in a process of its own."""
    command = [MARGA, "figure", "arrests", folder / "enforcement", "--by", "offence,sex", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environ)


def test_the_command_prints_the_figure_and_nothing_else(small_country: Path) -> None:
    made = ask(small_country, "--engine", "spark")
    assert made.stderr == ""
    assert made.stdout == ask(small_country).stdout
    assert "trafficking" in made.stdout


def test_without_java_it_is_said_what_to_install(small_country: Path, tmp_path: Path) -> None:
    made = ask(small_country, "--engine", "spark", JAVA_HOME=str(tmp_path))
    assert (made.returncode, made.stdout) == (2, "")
    assert "needs Java 17 or later, and there is none here; install Debian's openjdk-17-jre-headless" in made.stderr
    assert "Traceback" not in made.stderr


def test_a_java_that_cannot_run_it_is_told_with_its_own_words(small_country: Path, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'UnsupportedClassVersionError: 61.0' >&2\nexit 1\n")
    java.chmod(0o755)
    made = ask(small_country, "--engine", "spark", JAVA_HOME=str(tmp_path))
    assert (made.returncode, made.stdout) == (2, "")
    assert "did not start; it needs Java 17 or later, and said: UnsupportedClassVersionError: 61.0" in made.stderr
    assert "Traceback" not in made.stderr
