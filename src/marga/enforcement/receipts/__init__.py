"""The receipt that an arrested person takes along: its facts, the paper, a piece of a page."""

from .facts import Facts, Stands, Taken, Weighed
from .paper import page, png
from .screen import context

__all__ = ["Facts", "Stands", "Taken", "Weighed", "context", "page", "png"]
