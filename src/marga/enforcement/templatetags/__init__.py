"""Template tags of the enforcement side."""
