"""Options as tables: what is given, and what is said about it or made of it."""
