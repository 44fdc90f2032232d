"""A new review folder: a project file with every key explained, and the tables with their headers."""

from __future__ import annotations

from pathlib import Path

from ipdrecon.errors import InputError
from ipdrecon.files import write_text
from review.folder.rows import TABLES, columns

PROJECT = """# A review: this file says what is compared and how; the tables beside it hold the facts.
# Check with `ipdrecon review check FOLDER`, then `ipdrecon review run FOLDER`.

[review]
title = "{title}"
# authors = ""
# question = "Population, interventions, comparators, outcomes: one paragraph."
time_unit = "months"    # of medians and follow-up in the tables: days, weeks, months or years
seed = 1                # of everything that is drawn at random
ae_threshold = 10       # percent: events this common in any treatment stand in the heat map

# One table an outcome; its id (PFS) is used in the CSV files.
[outcomes.PFS]
name = "Progression-free survival"
kind = "time"           # time or binary
measure = "HR"          # HR for times; OR, RR or RD for binary outcomes
better = "low"          # a low hazard ratio is good

[outcomes.ORR]
name = "Objective response rate"
kind = "binary"
measure = "OR"
better = "high"

# One table a network; its id is used in studies.csv.
[networks.main]
name = "Main network"
reference = "Control"   # the treatment others are compared with

# Treatments may have a class and a colour; their ids are those of arms.csv.
# [treatments."Drug A"]
# name = "Long name of drug A"
# class = "Class of drug A"
# color = "#0072B2"

[model]
effects = "fixed"       # fixed or random: which one tables and rankings stand for (both are computed)
tau2 = "DL"             # between-trial variance: DL, REML or ML
level = 0.95            # of all intervals
bayes = true            # posterior beside the frequentist answer
chains = 4
iterations = 50000      # of each chain, burn-in included
burn_in = 20000
# priors = "gemtc"      # or "tsd2"; prior_effect, prior_baseline, prior_tau replace single ones
pooling = "random"      # of curves: random, fixed, naive (see `ipdrecon pool --help`)

# Input sets, the first is the main one. Rows of effects.csv and binary.csv name the sets they are in; an empty cell
# means all of them, "none" means that the row is shown but used nowhere.
# [inputs.as_published]
# name = "As published"
# [inputs.corrected]
# name = "Corrected"
# note = "What was corrected and why."
# [inputs.reconstructed]
# name = "From reconstructed patients"
# kind = "figures"
"""


def start(folder: Path, *, title: str = "") -> list[Path]:
    """Write the files of a new review; a folder that holds one already is left as it is.

    Raises
    ------
    InputError  where the folder holds a project file or a table already.
    """
    names = ["review.toml", *(f"{table}.csv" for table in TABLES if not table.startswith("published_"))]
    if there := [name for name in names if (folder / name).exists()]:
        raise InputError(f"{folder} holds {there[0]} already, nothing was written; choose another folder")
    safe = (title or folder.resolve().name).replace("\\", "\\\\").replace('"', '\\"')
    written = [write_text(folder / "review.toml", PROJECT.format(title=safe))]
    for name in names[1:]:
        header = columns(TABLES[name.removesuffix(".csv")])
        written.append(write_text(folder / name, ",".join(header) + "\n"))
    for inside in ("figures", "corrections"):
        (folder / inside).mkdir(exist_ok=True)
    return written
