"""What was told to a medical team in an emergency, who was alerted, and who looked at it."""
