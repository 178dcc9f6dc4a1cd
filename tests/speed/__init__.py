"""What the package costs, counted in what is the same on every machine."""
