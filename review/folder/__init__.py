"""What stands in a review's folder.

project     review.toml as types, and the whole folder as one
rows        one type for the rows of each table
cells       from the cells of a file to rows, with row and column in every message
load        the folder read and cross-checked
start       a new folder to begin with
"""
