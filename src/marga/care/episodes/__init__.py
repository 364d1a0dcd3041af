"""The episode of care beside a stay: plan, sessions, reviews with what was measured, appeals, and the way home."""
