"""What stands since an act in a custody."""
