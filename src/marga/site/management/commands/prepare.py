"""`python -m django prepare`: everything a side needs before it can serve."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from marga.site.accounts.queries import is_anyone_there
from marga.site.preparing import prepare


class Command(BaseCommand):
    """Migrate, collect static files, and load the example if asked. Prints how to sign in, where that is known."""

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
        if not accounts and not is_anyone_there():
            accounts = [f"nobody can sign in yet: marga account add NAME --side {settings.MARGA_SIDE} --role ROLE"]
        for account in accounts:
            self.stdout.write(account)
