"""`python -m marga.cli`, where the command itself is not on the path."""

from . import app

if __name__ == "__main__":
    app()
