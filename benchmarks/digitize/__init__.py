"""How well figures are read: a corpus drawn from simulated trials, scored against its truth.

python -m benchmarks.digitize [--seed S] [--n N] [--strata A,B] [--out DIR]     draw, read, score
python -m benchmarks.digitize.score FOLDER                                      score figures that have their truth
"""
