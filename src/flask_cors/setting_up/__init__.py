"""What `CORS` and `cross_origin` do: rules are read, and put in place."""
