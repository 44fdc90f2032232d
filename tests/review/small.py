"""A tiny review made from simulated patients: two trials, one figure each, hazard ratios and counts."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np

from ipdrecon.files import write_ipd
from ipdrecon.ipd import IPD
from ipdrecon.simulate.censoring import staggered_entry
from ipdrecon.simulate.draw import Drawn, draw
from ipdrecon.simulate.hazards import Weibull
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.trials import Design, observe

TRIALS = {"oak": ("Control", "Drug A"), "ash": ("Control", "Drug B")}
PATIENTS = 120
MEDIAN = {"Control": 8.0, "Drug A": 13.0, "Drug B": 11.0}

PROJECT = """
[review]
title = "Two trials"
time_unit = "months"
seed = 7

[outcomes.OS]
name = "Overall survival"

[outcomes.ORR]
name = "Response"
kind = "binary"
measure = "OR"
better = "high"

[networks.main]
reference = "Control"

[treatments."Drug A"]
color = "#0072B2"

[model]
chains = 2
iterations = 3000
burn_in = 1000

[inputs.reported]
[inputs.reconstructed]
kind = "figures"
"""

TABLES = {
    "studies": """trial,network,n,design,region,status,source,esr1_mutation_pct
oak,main,240,randomised,North,simulated,,40
ash,main,240,randomised,South,simulated,,55
""",
    "arms": """trial,arm,treatment,role,n,visceral_n
oak,Drug A,Drug A,experimental,120,60
oak,Control,Control,control,120,50
ash,Drug B,Drug B,experimental,120,61
ash,Control,Control,control,120,55
""",
    "effects": """trial,outcome,treat1,treat2,estimate,ci_low,ci_high,ci_level,status,source,input_set
oak,OS,Drug A,Control,0.62,0.47,0.82,95,verified,https://example.org/oak,
ash,OS,Drug B,Control,0.73,0.58,0.92,90,unverified,memory,
ash,OS,Drug B,Control,0.70,0.50,0.98,95,back-solved,,none
""",
    "binary": """trial,outcome,treatment,responders,n,follow_up,status,source
oak,ORR,Drug A,40,120,20,verified,https://example.org/oak
oak,ORR,Control,20,120,20,verified,https://example.org/oak
ash,ORR,Drug B,31,120,14,verified,10.1000/ash
ash,ORR,Control,22,120,14,verified,10.1000/ash
""",
    "medians": """trial,outcome,treatment,median,ci_low,ci_high,status,source
oak,OS,Drug A,13.0,10.0,NR,verified,https://example.org/oak
""",
    "adverse_events": """treatment,event,grade,rate_pct,rate_high_pct,status,source
Drug A,Nausea,any,40,,verified,https://example.org/oak
Drug A,Nausea,>=3,4,,verified,https://example.org/oak
Drug B,Nausea,any,12,20,verified,10.1000/ash
""",
    "risk_of_bias": """trial,domain,judgement,reason
oak,Randomisation,low,central
ash,Randomisation,unclear,
""",
    "prisma": """item,count
screened,100
excluded,80
full_text,20
studies_included,2
patients_included,480
""",
    "figures": """file,trial,outcome,simulated
oak.png,oak,OS,yes
ash.png,ash,OS,yes
""",
    "published_medians": """outcome,treatment,median,ci_low,ci_high
OS,Drug A,12.5,10,15
""",
}


def patients(trial: str) -> IPD:
    """The patients behind a figure."""
    rng = np.random.default_rng(len(trial) + sum(map(ord, trial)))
    parts = []
    for treatment in TRIALS[trial]:
        design = Design(treatment, PATIENTS, Weibull.of_median(MEDIAN[treatment], 1.1))
        events = design.times.draw(rng, PATIENTS)
        censored = staggered_entry(rng, PATIENTS, accrual=10.0, cutoff=30.0, dropout_rate=0.01)
        parts.append(observe(design, events, censored, unit="months", grid=0.1))
    joined = IPD.concat(parts)
    return attrs.evolve(joined, trial=np.full(len(joined), trial))


def write_figure(folder: Path, trial: str) -> None:
    """Its figure, and its patients beside it as truth."""
    own = patients(trial)
    panel = Drawn({arm: ipd for _, arm, ipd in own.arms()}, tuple(np.arange(0.0, 31.0, 6.0)), "months")
    look = Look(
        size=(760, 620), font_px=15, line_px=2.0, colors=("#0072b5", "#bc3c29"), mark="|", y_title="Overall survival"
    )
    draw([panel], look, folder / "figures" / f"{trial}.png", rng=np.random.default_rng(1))
    write_ipd(folder / "figures" / "truth" / f"{trial}.csv", own)


def write(folder: Path, *, figures: bool = True, bayes: bool = True) -> Path:
    """The whole folder; without figures and chains it takes no time to run."""
    folder.mkdir(parents=True, exist_ok=True)
    project = PROJECT if bayes else PROJECT.replace("chains = 2", "bayes = false\nchains = 2")
    (folder / "review.toml").write_text(project, encoding="utf-8")
    for name, content in TABLES.items():
        if figures or name != "figures":
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    if figures:
        (folder / "figures").mkdir(exist_ok=True)
        for trial in TRIALS:
            write_figure(folder, trial)
    return folder
