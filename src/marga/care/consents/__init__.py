"""The wall: what may leave care, by a person's consent or a court's order; who was told what; and taking it back."""
