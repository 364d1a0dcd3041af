"""Assessment with the items of the Treatment Demand Indicator, each asked once, and what follows from it."""
