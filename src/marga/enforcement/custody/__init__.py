"""Custody: who is held, what is due, what was done."""
