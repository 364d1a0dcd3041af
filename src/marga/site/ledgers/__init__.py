"""The ledger of a side, in its database: acts are entered with their records, a sequencer gives them their places.

`marga.ledger` knows the tree, the signatures and the proofs; this app keeps them. A side adds OPEN to its own, and
includes `marga.site.ledgers.urls`.
"""

#: The addresses of a ledger, by name. They need no account: whoever watches a ledger is outside.
OPEN = frozenset({
    "ledger-checkpoint", "ledger-witnessed", "ledger-inclusion", "ledger-consistency", "ledger-cosignature",
    "ledger-receipts",
})  # fmt: skip
