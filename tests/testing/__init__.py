"""The browser for unit tests."""
