"""The examples' own tests: pages that ask them, in a browser for unit tests."""
