"""Units, officers, instruments, and pads of paper receipts."""
