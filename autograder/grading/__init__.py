"""One submission: read, restored, run in a worker, and asked."""
