"""Reorganisations of the tree: what the lines say, what would come of them, what came of them."""
