"""A class through a pool of processes."""
