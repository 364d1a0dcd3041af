"""Cases, the people in them, and their charges."""
