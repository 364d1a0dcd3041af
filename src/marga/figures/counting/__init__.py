"""Figures counted from records: their definitions, the engines that count them, and the cube that leaves a side."""

from .definition import DEFINITIONS, VERSION, Definition, ordered
from .definitions import PART_OF
from .engine import ENGINES, connect, run

__all__ = ["DEFINITIONS", "ENGINES", "PART_OF", "VERSION", "Definition", "connect", "ordered", "run"]
