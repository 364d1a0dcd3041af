"""What stands since an act with a court file, a warrant, a tip or an outcome."""
