"""Ordinary user code: never run, read by mypy and pyright, which must find nothing to say."""
