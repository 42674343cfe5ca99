"""A cell's year: its evidence, the rank proposed for it, and how many may be the best.

Pure Python: dataclasses in, dataclasses out, no Django and no database. A proposal is a prompt for
the committee, which decides; the rules behind it are data.

    ranks      the four annual ranks            rules      what each rank asks, the cap
    evidence   what a year shows, by measure    proposal   the rank that follows, and why
    meter      how many may be the best         year       months → quarters → year
"""
