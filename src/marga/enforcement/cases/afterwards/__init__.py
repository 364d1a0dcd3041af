"""What is found after a case was booked: an exhibit, things of a person, a further person."""
