"""Two tasks of which one waits for the other: what a worker can only end when it runs both at once."""

from threading import Event

from django_tasks import task

from marga.site.queues import URGENT

let_go_at = Event()


@task()
def hold_on() -> None:
    """Ends once `let_go` has run."""
    assert let_go_at.wait(60), "the urgent task did not run beside this one"


@task(queue_name=URGENT)
def let_go() -> None:
    """Lets the other end."""
    let_go_at.set()
