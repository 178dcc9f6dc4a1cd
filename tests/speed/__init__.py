"""Budgets in opcodes, and bounds on what grows. Nothing here depends on a clock."""
