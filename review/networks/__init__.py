"""From the facts of a review to its networks.

evidence   the rows of one outcome, network and input set as trials, with where each comes from
result     what an analysis gave, as it is kept
job        one analysis with its pictures
"""
