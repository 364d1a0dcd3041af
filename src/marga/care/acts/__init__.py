"""What is entered in the ledger of the care side: an act, its content, and what it changes."""
