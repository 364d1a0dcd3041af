"""Charges: a line of versions, of which none is ever edited."""
