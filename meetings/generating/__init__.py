"""A believable nation or province of any size, for measuring: straight into PostgreSQL by COPY.

Nothing in it is real but the names of provinces. The same seed gives the same world.

    shape    the tree: provinces, districts, grassroots organisations, cells
    names    what organisations and members are called
    world    rows of organisations, members, offices and months, copied table by table
"""
