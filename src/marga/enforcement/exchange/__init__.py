"""What comes in as a file or from a program, and what goes out: imports, the API, extracts and the cube."""
