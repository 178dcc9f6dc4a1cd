"""What was decided, as data and as sentences: why, and what to write instead."""
