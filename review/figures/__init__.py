"""From the figures of a review to its patients.

result     what a figure gave
match      which curve is which treatment
correct    what a person changed, and how it differs from what was read
picture    the reconstructed curves as a picture
job        one figure from its pixels to its files
"""
