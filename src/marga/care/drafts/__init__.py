"""What a worker has begun to ask a client and not finished: kept sealed at each step, so that nothing is lost."""
