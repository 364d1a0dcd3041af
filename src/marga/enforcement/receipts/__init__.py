"""The receipt that an arrested person takes along: its facts, the paper, and the same on a page. No database, no clock."""

from .facts import Facts, Taken, Weighed
from .paper import page, png
from .screen import context

__all__ = ["Facts", "Taken", "Weighed", "context", "page", "png"]
