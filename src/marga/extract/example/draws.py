"""Random draws that depend on a seed and a place, never on chunks or threads.

Each draw is a look-up in a table by 16 random bits: quick, and the same on every machine. A table of K kinds has the
shape (K, 65536).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist
from zlib import crc32

import numpy as np

from ..arrow import Array

POINTS = 1 << 16


def stream(seed: int, subject: str, *place: int) -> np.random.Generator:
    """The random numbers of one subject at one place: the same whatever was drawn before."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, crc32(subject.encode()), *place])))


def bits(rng: np.random.Generator, rows: int) -> Array:
    """(rows,) numbers of 16 bits."""
    return rng.integers(0, POINTS, rows, np.uint16)


def even_bits(rng: np.random.Generator, rows: int) -> Array:
    """(rows,) numbers of 16 bits that cover their range evenly, in random order: shares come out as they should."""
    return rng.permutation(((np.arange(rows) + rng.random()) * (POINTS / max(rows, 1))).astype(np.uint16))


def happens(rng: np.random.Generator, rows: int, share: float) -> Array:
    """(rows,) true for about this share."""
    return bits(rng, rows) < round(share * POINTS)


def shares(*kinds: Sequence[float]) -> Array:
    """A table of places 0, 1, … drawn by these shares, one sequence a kind."""
    rows = []
    for kind in kinds:
        ends = np.rint(np.cumsum(kind) / np.sum(kind) * POINTS).astype(int)
        rows.append(np.searchsorted(ends, np.arange(POINTS), side="right"))
    return np.stack(rows).astype(np.uint8)


@cache
def normal() -> Array:
    """(65536,) the standard normal, from its lowest to its highest point."""
    return np.array([NormalDist().inv_cdf((point + 0.5) / POINTS) for point in range(POINTS)])


def lognormal(median: float, sigma: float, most: float = float("inf")) -> Array:
    """(65536,) floats; `sigma` is the standard deviation of the logarithm."""
    drawn: Array = np.minimum(median * np.exp(sigma * normal()), most)
    return drawn


def exponential(mean: float) -> Array:
    """(65536,) floats."""
    return -np.log1p(-(np.arange(POINTS) + 0.5) / POINTS) * mean


def geometric(mean: float) -> Array:
    """(65536,) whole numbers from 0, of this mean."""
    drawn: Array = np.floor(exponential(1.0) / np.log1p(1 / mean)).astype(np.int32)
    return drawn


def pick(table: Array, kind: Array | int, random: Array) -> Array:
    """(N,) one draw a row from the row's kind of table."""
    return table.ravel().take((np.asarray(kind, np.int32) << 16) + random)


def mixed(numbers: Array, seed: int) -> Array:
    """(N,) 64 well-mixed bits of each number: what belongs to a person is drawn from the person's own number.

    Source: Steele, Lea, Flood, Fast splittable pseudorandom number generators (2014), SplitMix64.
    """
    mixed = numbers.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def part(mixed: Array, number: int) -> Array:
    """(N,) 16 of the 64 bits: part 0, 1, 2 or 3."""
    return (mixed >> np.uint64(16 * number)).astype(np.uint16)
