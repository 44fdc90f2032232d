"""Loops of the arm-level sampler, compiled.

Arms lie one after the other, trial by trial, each trial's baseline first: those of trial k are ``first[k]`` to
``first[k + 1]``. The logit of an arm is ``mu[k] + x @ beta + e``: baseline of the trial, design row times parameters
(empty for the baseline arm), deviation of the trial (0 in the fixed-effect model and for baselines).

Every likelihood stands as a normal approximation (weight ``w``, working response ``y`` of each arm) times what is
left of it. The normal part is drawn exactly, in blocks; what is left is met by elliptical slice sampling, which needs
no step size and always moves (Murray, Adams & MacKay 2010; Nishihara, Murray & Adams 2014).
"""

#: Turns of a slice before it gives up and stays; an interval halves each turn, so this is never met by chance.
TURNS = 200
