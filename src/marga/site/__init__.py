"""What the four sides share: settings, errors, the worker, and starting them. Imports no app."""
