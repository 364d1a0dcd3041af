"""Asking for help, without an account and without a name; the answer, and messages both ways, by a code."""
