"""Bayesian network meta-analysis.

    bayes(...)       evidence → BayesResult

priors           of effects, baselines and the between-trial standard deviation
design           which parameters a trial's contrasts are made of: consistency, unrelated mean effects, a split node
exact, mixture   contrasts: closed form, and quadrature over τ; nothing is sampled
star             counts of a star under the fixed effect: quadrature
sampler          counts in any network: Markov chains, in :mod:`nma.bayes.kernels`
diagnostics      convergence, by ArviZ
"""
