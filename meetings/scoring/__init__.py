"""How good a meeting was: criteria sets, points, ranks and the year's roll-up.

Pure Python: dataclasses in, dataclasses out, no Django and no database. Numbers are `Decimal` at
the edges and exact inside; there is one rounding, at the end.

    strict_yaml  text → plain data, or faults       reading   plain data → CriteriaSet, or faults
    checking     sums, bounds and names of a set    writing   sets and results → plain data
    engine       a meeting's sheet and its score    rollup    the year from its meetings
    points       what one value is worth            inputs    the meeting and year files
    attendance   the attendance rate                results   what the engine answers
"""
