"""Tags of the enforcement side."""
