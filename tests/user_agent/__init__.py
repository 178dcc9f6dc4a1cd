"""The browser's half of the protocol, as tables."""
