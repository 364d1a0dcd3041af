"""How often something may be tried from one place: codes that are not known, forms without an account."""
