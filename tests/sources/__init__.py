"""Origins that change while the app runs."""
