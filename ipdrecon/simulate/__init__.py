"""Simulated trials and figures drawn from them, with the truth of every line: the tracer's measuring stick.

hazards     how event times are drawn
censoring   how follow-up ends
trials      designs: trials with one to eight arms
summary     what a trial published, and the same statistics of patients
matched     patients that agree with a published summary
counted     the same where numbers at risk were published at close times
look        how a figure looks, chosen at random
draw        trial + look → figure file and its truth
table       numbers at risk beside or inside the drawing
spoil       JPEG, noise, blur, low resolution, rotation, with the axes carried along
truth       what a figure really shows, as a type and as JSON
"""
