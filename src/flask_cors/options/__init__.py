"""The options of a configuration: where they come from, what they mean, what is wrong with them."""
