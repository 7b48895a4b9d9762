"""Outcomes into marks and words."""
