"""Waiting, offers of places, and stays with their legal basis."""
