"""The command line: what a person reads, and what a program does."""
