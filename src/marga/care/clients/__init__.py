"""Clients, as care knows them and nobody else; and who read of them."""
