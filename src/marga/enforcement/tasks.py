"""What the worker of this side does in the background."""

from django_tasks import task

from marga.enforcement.environment import example_cases


@task()
def load_example_cases() -> None:
    """Book the cases of the example, and let them be lived in."""
    from marga.enforcement.example.cases import make_cases

    make_cases(example_cases())
