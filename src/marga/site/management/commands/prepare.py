"""`python -m django prepare`: everything a side needs before it can serve."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from marga.site.preparing import prepare


class Command(BaseCommand):
    """Migrate, collect static files, and load the example if asked. Prints a line for each example account."""

    help = "Migrate the database and collect the static files of this side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--example", action="store_true", help="also load the example country, if there is none yet"
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            accounts = prepare(example=bool(options["example"]))
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        for account in accounts:
            self.stdout.write(account)
