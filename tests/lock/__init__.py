"""The lock: what is written down, and what a change of it means."""
