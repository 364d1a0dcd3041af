"""Screening with WHO ASSIST (`marga.screening`): asked one question a page, kept sealed, and evidence of nothing."""
