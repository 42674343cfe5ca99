"""Figures and lists as files that people take along."""
