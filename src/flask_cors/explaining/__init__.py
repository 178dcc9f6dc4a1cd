"""Finding the request that a browser's message is about, and playing it through."""
