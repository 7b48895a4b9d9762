"""The command line and what it starts, the pytest plug-in, and Gradescope."""
