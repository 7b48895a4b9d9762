"""The answer key: what it holds, how it is compiled, and where it is kept."""
