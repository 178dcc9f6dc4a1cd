"""The protocol as tables: what is configured, what is asked, every CORS field of the answer."""
