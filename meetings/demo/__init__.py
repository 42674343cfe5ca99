"""The demonstration world: the blocs of Lai Châu and Lạng Sơn with fourteen months of records.

Organisations bear the names of offices; persons, numbers and words are made up. The same day gives
the same world: all chance comes from `chance`, and addresses from `keys`.

    keys        addresses and chance               lai_chau, lang_son  who stands where, as data
    names       names of persons                   orgs        the tree with its decisions
    work_*      words of each field of work        people      members, offices, spells, terms
    papers      documents and common sentences     accounts    who may log in, roles
    words       minutes, opinions, tasks           habits      how each cell behaves
    remarks     reasons of marks                   fates       what became of each month
    scenes      what is shown on purpose           story       one cell's meetings as told
    issuing     who issued which criteria set      chronicle   the months of one cell
    sheets      marks, scores, evaluations         records     one cell's records as rows
    rows        rows in bulk (COPY)                months      the rows of months
    world       puts all together
"""
