"""Pictures a review has and its networks and pooled curves do not."""
