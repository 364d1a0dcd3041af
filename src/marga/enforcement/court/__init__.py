"""Court files, warrants, tips, and outcomes."""
