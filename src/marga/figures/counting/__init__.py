"""Figures counted from records: their definitions, the engines that count them, and the cube that leaves a side."""

from . import definitions as _definitions
from .definition import DEFINITIONS, VERSION, Definition, ordered
from .engine import ENGINES, connect, run

__all__ = ["DEFINITIONS", "ENGINES", "VERSION", "Definition", "connect", "ordered", "run"]
_ = _definitions
