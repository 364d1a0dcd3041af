"""People over cases: search, merging, and who read of whom."""
