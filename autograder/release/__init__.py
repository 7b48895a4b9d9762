"""What students get: the source notebook and its public checks."""
