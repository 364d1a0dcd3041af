"""Sealed slips: care prints them, police hand them over, and care alone can tell a genuine one. No list says where."""
