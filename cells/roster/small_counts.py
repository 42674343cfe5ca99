"""Counts of people for those who may not see the roster: nobody can be singled out by them."""

FEWEST = 5


def coarse(count):
    """A count as outsiders see it: "dưới 5", or to the nearest multiple of five.

    Every count of a page is treated so, sums and parts alike. What is shown then leaves five true
    counts open (0–4, or two either side), and a sum less its other parts at least as many, so that
    a hidden 1, 2 or 3 can never be told by subtraction, neither within a page nor between two:
    hiding only some cells would not withstand that, because each organisation has its own page.
    """
    if count < FEWEST:
        return f"dưới {FEWEST}"
    return f"khoảng {(count + 2) // FEWEST * FEWEST}"


def coarsened(counts):
    """A dictionary of counts as outsiders see them."""
    return {name: coarse(count) for name, count in counts.items()}


def shown(counts, *, exact):
    """A dictionary of counts as texts: exact for those who may see the roster."""
    if not exact:
        return coarsened(counts)
    return {name: dotted(count) for name, count in counts.items()}


def dotted(number):
    """A whole number as people write it here: 1.500."""
    return f"{number:,}".replace(",", ".")
