"""The authority's work that runs in its worker."""

from django_tasks import task

from marga.authority.services import check_published


@task()
def check_published_reports() -> None:
    """Check the published reports, if they or the version changed since the last check."""
    check_published()
