"""What stands since an act with a person over cases: two are one, or are not."""
