"""Laws that hold for every policy and every request, tried on generated ones."""
