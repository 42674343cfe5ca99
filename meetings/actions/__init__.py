"""Verbs that change several rows at once: atomic, keyword-only, always `by=`."""
