"""What every wing stands on: the course, errors, text and files."""
