"""Tests in which real pages, in a real browser, call real servers."""
