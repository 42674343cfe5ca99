"""What `bench_nation` measures, part by part; every part takes back what it changes.

clock    one measured call: wall time, CPU of Python and of the backend, medians, the table
scene    the organisations and the people that the measured requests are about
reading  the subtree, the pages of the tree and of organisations, searches, sums of the nation
changing a province and 1,500 cells merged, carried out and undone
roster   a roster of 51,000 members from Excel, in a process of its own
book     that Excel file
"""
