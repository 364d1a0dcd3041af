"""The figure check: whether what was printed adds up, and which figures must be wrong."""
