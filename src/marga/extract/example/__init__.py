"""A synthetic country for any span of days, scale and seed: the same call gives the same bytes.

Nobody in it is real: persons are numbers drawn from a seed. Its sides are drawn apart and share no key.
"""

from .making import MISCONDUCT, make_example
from .plan import Plan, make_plan

__all__ = ["MISCONDUCT", "Plan", "make_example", "make_plan"]
