"""Exhibits: weighed twice, handed over, destroyed, and always accounted for."""
