"""The public check of receipts: lists that were pulled from the ledgers of sides, and answers from them to anybody."""
