"""Khmer: as the statistics of the example country print numbers, and as `marga.site.writing` writes them."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
