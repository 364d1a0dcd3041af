"""Accounts of one side: signing in, who is signed in, and the acts of those who look after the accounts."""
