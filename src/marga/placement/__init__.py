"""Who is offered which place, and why: pure, and the same rule for a person at a desk and for a plan of ten years.

choose(seeker, places)     the three best places for one person with reasons, and why others were ruled out
assign(seekers, places)    the free safe places for all who wait at once, fair by priority and then by waiting
"""

from .assigning import Assignment, assign
from .choosing import Against, Choice, Option, Ruled, choose
from .model import Cost, Group, Place, Point, Seeker, Weights

__all__ = [
    "Against", "Assignment", "Choice", "Cost", "Group", "Option", "Place", "Point", "Ruled", "Seeker", "Weights",
    "assign", "choose",
]  # fmt: skip
