"""Centres, their wards and staff, how many are safe there, and the census."""
