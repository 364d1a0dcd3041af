"""Booking an arrest, one step a page: what was typed is kept at each step, and becomes a case at the end."""
