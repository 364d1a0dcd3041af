"""What care gives the authority: an extract of its own, counted into a cube. Rows never leave this side."""
