"""What is entered in the ledger: an act, its content, and what it changes of the register."""
