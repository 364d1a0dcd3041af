"""A small app that enters acts, for tests of the ledger: somebody is booked, and the charge is changed later."""
