"""What a class's results say: kept, as a table, as a page."""
