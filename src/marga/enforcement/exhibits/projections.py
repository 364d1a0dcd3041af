"""What stands since an act with an exhibit."""
