"""The queues of a side's worker. What is urgent, as an alert of custody, waits for no long task."""

ORDINARY, URGENT = "default", "urgent"
