"""From the patients of a review to pooled survival of each treatment.

result     what pooling gave, as it is kept
job        all treatments of one outcome, with their pictures
"""
