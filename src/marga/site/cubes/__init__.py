"""What a side gives the authority: counts of all months that are over, signed, at an address that nobody guesses.

The rows they are counted from are written to a folder of the side's own, counted, and gone again.
"""
