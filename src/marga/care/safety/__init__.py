"""What happened to people's safety at a centre, and how far the centre meets the standards of quality."""
