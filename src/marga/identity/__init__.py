"""Telling people apart without a key that sides share: names as they are compared, ages, likely same persons, merges.

Pure: each side asks it of its own people only, and nothing that it returns leads from one side to another.
"""
