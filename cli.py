"""The command line: each command reads files, makes one library call and writes files.

Standard output carries the result, standard error the diagnostics. Exit codes: 0 done; 1 a fault of the program;
2 bad input or options (one sentence says what to do); 3 a computation that did not converge.
Everything heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from ipdrecon.errors import IpdreconError

EXIT_CODES = "Exit codes: 0 done, 2 bad input or options, 3 not converged."


class Sentences(click.Group):
    """Turns an error a user can mend into its one sentence and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IpdreconError as error:
            _fail(str(error), error.exit_code)


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(code)


@click.group(
    cls=Sentences, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, epilog=EXIT_CODES
)
@click.version_option(package_name="ipdrecon")
def main() -> None:
    """From published Kaplan-Meier figures to patient data, pooled survival and network meta-analysis.

    digitize → reconstruct → pool and nma: what one command writes the next one reads.
    """


def _numbers(text: str) -> tuple[float, ...]:
    """Numbers with commas between them; none where one of them is no number."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()


class Pair(click.ParamType[Any]):
    """Two or four numbers with commas between them."""

    def __init__(self, names: str) -> None:
        self.name = names
        self.count = names.count(",") + 1

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        numbers = _numbers(str(value))
        if len(numbers) != self.count:
            self.fail(f"'{value}' is not {self.name}; give {self.count} numbers with commas between them", param, ctx)
        return numbers


class Times(click.ParamType[Any]):
    """Numbers with commas between them."""

    name = "t1,t2,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"'{value}' is not a list of times; give numbers with commas between them", param, ctx)


def numbers_by_arm(values: tuple[str, ...], option: str, *, whole: bool = True) -> dict[str, Any]:
    """``ARM=NUMBER`` options as a mapping; a number alone stands for the only arm, "".

    Raises
    ------
    InputError  where a value is no such thing.
    """
    from ipdrecon.errors import InputError

    found: dict[str, Any] = {}
    for value in values:
        arm, _, text = value.rpartition("=")
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if number < 0 or (whole and not number.is_integer()):
            kind = "ARM=COUNT" if whole else "ARM=NUMBER"
            raise InputError(f"{option} '{value}' is not understood; give {kind}, for example {option} 'Placebo=120'")
        found[arm.strip()] = int(number) if whole else number
    return found


def by_arm(values: tuple[str, ...], option: str) -> dict[str, int]:
    """``ARM=COUNT`` options as a mapping."""
    from ipdrecon.errors import InputError

    for value in values:
        if "=" not in value:
            raise InputError(f"{option} '{value}' names no arm; give ARM=COUNT, for example {option} 'Placebo=120'")
    return numbers_by_arm(values, option)


@main.command()
@click.argument("figures", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FIGURE...")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for the results; beside the figure if not given."
)
@click.option("--x-range", type=Pair("low,high"), help="Time at the two ends of the x axis.")
@click.option("--y-range", type=Pair("low,high"), help="Values at the two ends of the y axis, as printed.")
@click.option("--curves", type=int, help="How many curves there are.")
@click.option(
    "--labels",
    help="Their labels, with commas between them, in the order of the legend; from top to bottom without one, or where "
    "its keys look alike.",
)
@click.option("--colors", help="Their colours as #rrggbb, with commas between them.")
@click.option("--panel", type=int, help="Read only this panel (1 is the first in reading order).")
@click.option("--crop", type=Pair("left,top,right,bottom"), help="Read only this part, in pixels of the file.")
@click.option("--page", type=int, help="Page of a PDF or frame of a TIFF.")
@click.option("--time-unit", help="days, weeks, months or years.")
@click.option("--incidence/--survival", default=None, help="Whether the figure shows cumulative incidence (1 - S).")
@click.option("--risk-table", type=click.Path(path_type=Path), help="CSV time,at_risk[,curve] instead of the figure's.")
@click.option("--patients", multiple=True, metavar="ARM=N", help="Patients of an arm.")
@click.option("--events", multiple=True, metavar="ARM=N", help="Events of an arm.")
@click.option("--method", default="constrained", show_default=True, help="constrained, guyot or marks.")
@click.option("--trial", help="Name of the trial in the patient data; the figure's name if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def digitize(figures: tuple[Path, ...], out: Path | None, as_json: bool, **told: Any) -> None:
    """Read Kaplan-Meier FIGUREs (PNG, JPEG, TIFF, WebP, PDF, SVG): axes, curves, marks, numbers at risk, patients.

    Everything is found by itself; each option tells one thing instead. Written are STEM.json (all that was read),
    STEM_curves.csv (time,survival[,survival_se],curve), STEM_marks.csv (time,curve), STEM_risk_table.csv
    (time,at_risk,curve), STEM_ipd.csv (time,event,treatment,trial[,time_unit]), STEM_overlay.png (what was read, on the
    figure) and STEM_fit.png (the patients' curves on those read). A STEM.json, edited or not, can be given in the
    figure's place: its tables and patients are made again from it. Of several figures each is read by itself; those
    that cannot be are named, and the others are written all the same.
    """
    from ipdrecon.several import digitize_each

    told["patients"], told["events"] = by_arm(told["patients"], "--patients"), by_arm(told["events"], "--events")
    several = len(figures) > 1
    found, codes = [], []
    for path, result in digitize_each(figures, out, told):
        name = f"{path.name}: " if several else ""
        if isinstance(result, IpdreconError):
            click.echo(f"Error: {'' if path.name in str(result) else name}{result}", err=True)
            codes.append(result.exit_code)
            found.append({"figure": str(path), "error": str(result)})
            continue
        for line in result.diagnostics:
            click.echo(name + line, err=True)
        found.append({"figure": str(path), **result.as_dict()})
        if not as_json:
            click.echo(f"{path.name}\n{result.as_text()}\n" if several else result.as_text())
    if as_json and (several or not codes):
        click.echo(json.dumps(found if several else found[0], indent=2))
    if codes and several:
        click.echo(f"Error: {len(codes)} of {len(found)} figures could not be read", err=True)
    if codes:
        sys.exit(max(codes))


class Ratio(click.ParamType[tuple[float, ...]]):
    """A hazard ratio, alone or with its limits."""

    name = "HR[,LOW,HIGH]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        numbers = _numbers(str(value))
        if len(numbers) not in (1, 3) or min(numbers, default=0) <= 0:
            self.fail(f"'{value}' is no hazard ratio; give HR or HR,LOW,HIGH, all above 0", param, ctx)
        return numbers


@main.command()
@click.argument("curves", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for the results; beside CURVES if not given."
)
@click.option(
    "--risk-table",
    type=click.Path(path_type=Path),
    help="CSV time,at_risk[,events][,censored][,curve]; these cumulative.",
)
@click.option("--marks", type=click.Path(path_type=Path), help="CSV time[,curve] of censor marks.")
@click.option("--patients", multiple=True, metavar="ARM=N", help="Patients of an arm; N alone for a single curve.")
@click.option("--events", multiple=True, metavar="ARM=N", help="Events of an arm.")
@click.option("--method", default="constrained", show_default=True, help="constrained, guyot or marks.")
@click.option(
    "--assumption",
    default="smooth",
    show_default=True,
    help="Of censorings nobody saw: smooth, uniform, exposure or administrative.",
)
@click.option(
    "--convention", default="auto", show_default=True, help="At risk are those at_or_after or after a time, or auto."
)
@click.option(
    "--marks-use",
    default="auto",
    show_default=True,
    help="complete, some, ignore, or auto: complete while the curve allows it.",
)
@click.option(
    "--points",
    default="auto",
    show_default=True,
    help="Whether points are all steps of the curve or some clicks on it.",
)
@click.option("--nearest", is_flag=True, help="Relax counts that contradict each other instead of refusing them.")
@click.option("--ensemble", "replicates", type=int, help="So many compatible reconstructions for multiple imputation.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the ensemble.")
@click.option("--hr", type=Ratio(), help="Printed hazard ratio of the second arm against the first, as a check.")
@click.option("--p-value", type=float, help="Printed log-rank p.")
@click.option("--median", multiple=True, metavar="ARM=T", help="Printed median of an arm, as a check.")
@click.option("--calibrate", help="hr, p and/or median: meet the printed value, which is then no check any more.")
@click.option("--trial", help="Name of the trial in the patient data; the file's name if not given.")
@click.option("--time-unit", help="days, weeks, months or years.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def reconstruct(curves: Path, out: Path | None, as_json: bool, **told: Any) -> None:
    """Patients from the coordinates of published CURVES and what else was published, without a figure.

    CURVES is a CSV of time and survival (percent is recognised) from WebPlotDigitizer, DigitizeIt, IPDfromKM or
    `ipdrecon digitize`, one curve or several. Written are STEM_ipd.csv (time,event,treatment,trial), STEM_fit.csv and
    STEM_fit.png (agreement with the publication) and, with --ensemble, STEM_ensemble.csv.
    """
    from ipdrecon.fromfiles import reconstruct_files

    for name in ("patients", "events"):
        told[name] = numbers_by_arm(told[name], f"--{name}")
    told["median"] = numbers_by_arm(told["median"], "--median", whole=False)
    outcome = reconstruct_files(curves, out, told)
    for line in outcome.diagnostics:
        click.echo(line, err=True)
    click.echo(outcome.as_json() if as_json else outcome.as_text())


@main.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option("--reference", help="Treatment the forest plot compares with; the one in most trials if not given.")
@click.option(
    "--measure", help="HR, OR, RR, RD, MD or SMD; counts become it (OR if not given), contrasts are of it (HR)."
)
@click.option("--model", type=click.Choice(["fixed", "random"]), default="fixed", show_default=True)
@click.option("--tau2", default="DL", show_default=True, help="Between-trial variance: DL, REML, ML, REML-netmeta.")
@click.option("--method", default="iv", show_default=True, help="iv (inverse variance) or mh (Mantel-Haenszel).")
@click.option(
    "--better", type=click.Choice(["low", "high"]), default="low", show_default=True, help="Good outcome values."
)
@click.option("--level", type=float, default=0.95, show_default=True, help="Of all intervals.")
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Of the draws behind rank probabilities, and of chains."
)
@click.option("--bayes", is_flag=True, help="Bayesian: contrasts exactly, counts by Markov chains (binomial, logit).")
@click.option("--priors", help="Bayesian: tsd2 or gemtc; tsd2 for ratios and gemtc for MD and RD if not given.")
@click.option("--prior-effect", type=float, help="Bayesian: standard deviation of effects against the reference.")
@click.option("--prior-baseline", type=float, help="Bayesian: standard deviation of baselines (log odds).")
@click.option("--prior-tau", help="Bayesian: half-normal(s), half-cauchy(s), uniform(b), log-normal(m,s) of τ².")
@click.option("--likelihood", default="auto", show_default=True, help="Bayesian: binomial, normal, or what fits.")
@click.option("--iterations", type=int, default=50_000, show_default=True, help="Bayesian: of each chain.")
@click.option("--burn-in", type=int, default=20_000, show_default=True, help="Bayesian: thrown away of them.")
@click.option("--chains", type=int, default=4, show_default=True, help="Bayesian: how many.")
@click.option(
    "--inconsistency/--no-inconsistency",
    default=None,
    help="Bayesian: unrelated mean effects and node splits; contrasts have them anyway, counts take a run each.",
)
@click.option("--allow-unconverged", is_flag=True, help="Bayesian: results even from chains that have not converged.")
@click.option("--margin", type=float, help="Smallest ratio or difference that matters, for superiority (0.9, say).")
@click.option(
    "--baseline", multiple=True, type=click.Path(path_type=Path),
    help="Pooled curve of the reference (CSV or folder of 'pool'): predicts every treatment's survival.",
)  # fmt: skip
@click.option("--rmst", type=float, metavar="HORIZON", help="Also compare restricted means to this time.")
@click.option("--piecewise", type=Times(), default=(), help="Also hazard ratios between these times.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for tables, figures and result.json.")
@click.pass_context
def nma(
    ctx: click.Context, /, files: tuple[Path, ...], out: Path | None, as_json: bool, better: str, **options: Any
) -> None:
    """Network meta-analysis of the trials in FILES: league table, rankings, heterogeneity, direct against indirect.

    A file holds patients (time,event,treatment,trial), estimates (trial,treat1,treat2,hr,ci_low,ci_high[,ci_level]),
    contrasts (studlab,treat1,treat2,TE,seTE) or counts (study,treatment,responders,sampleSize).
    """
    given = {name for name in options if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    bayesian = options.pop("bayes")
    stray = sorted(given & (FREQUENTIST if bayesian else BAYESIAN))
    if stray:
        from ipdrecon.errors import InputError

        names = ", ".join("--" + name.replace("_", "-") for name in stray)
        raise InputError(
            f"{names} belong{'s' if len(stray) == 1 else ''} to the {'frequentist' if bayesian else 'Bayesian'} "
            f"analysis; {'leave out' if bayesian else 'give'} --bayes"
        )
    if bayesian:
        others = {name: value for name, value in options.items() if name not in FREQUENTIST}
        _bayes(files, out, as_json, better, others)
        return
    from nma import nma as analyse
    from nma import report
    from nma.extras import extras

    options = {name: value for name, value in options.items() if name not in BAYESIAN}
    asked = {name: options.pop(name) for name in ("baseline", "rmst", "piecewise")}
    result = analyse(files, small_better=better == "low", **options)
    added = extras(result, baseline=asked["baseline"], rmst=asked["rmst"], cuts=asked["piecewise"])
    for line in (*result.warnings, *added.notes):
        click.echo(f"Warning: {line}", err=True)
    said = {**options, "better": better, **asked, "baseline": [path.name for path in asked["baseline"]]}
    printed = report.as_json(result, options=said, extras=added) if as_json else report.as_text(result, added)
    click.echo(printed, nl=False)
    if out is not None:
        _say_where(report.write(result, out, options=said, extras=added), out)


#: Options that one kind of analysis has and the other has not.
FREQUENTIST = {"tau2", "method", "baseline", "rmst", "piecewise"}
BAYESIAN = {
    "priors", "prior_effect", "prior_baseline", "prior_tau", "likelihood", "iterations", "burn_in", "chains",
    "inconsistency", "allow_unconverged",
}  # fmt: skip


def _bayes(files: tuple[Path, ...], out: Path | None, as_json: bool, better: str, options: dict[str, Any]) -> None:
    from nma.bayes import report
    from nma.bayes.analysis import bayes
    from nma.bayes.sampler import Chains

    run = Chains(**{name: options[name] for name in ("iterations", "burn_in", "chains", "seed")})
    others = {name: value for name, value in options.items() if name not in ("iterations", "burn_in", "chains", "seed")}
    result = bayes(files, small_better=better == "low", chains=run, **others)
    for line in result.warnings:
        click.echo(f"Warning: {line}", err=True)
    said = {**options, "better": better, "bayes": True}
    click.echo(report.as_json(result, options=said) if as_json else report.as_text(result), nl=False)
    if out is not None:
        _say_where(report.write(result, out, options=said), out)


def _say_where(written: Sequence[Path], folder: Path) -> None:
    click.echo(f"wrote {len(written)} files into {folder}", err=True)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--map", "regimens", multiple=True, metavar="ARM=REGIMEN", help="Regimen a treatment belongs to.")
@click.option("--regimens", "table", type=click.Path(path_type=Path), help="The same as a CSV treatment,regimen.")
@click.option("--by", help="Column that names the regimen of a row instead of treatment, arm or regimen.")
@click.option(
    "--method", default="random", show_default=True,
    help="random or fixed (summary curve), naive, stratified, cluster, bootstrap, parametric.",
)  # fmt: skip
@click.option("--time-unit", default="", help="days, weeks, months or years; medians are then printed in months.")
@click.option(
    "--at-risk", default="auto", help="Numbers at risk of curves are at their times, or of the intervals before them."
)
@click.option("--grid", type=Times(), help="Times of the summary curve, with commas; chosen if not given.")
@click.option("--horizons", type=Times(), help="Times up to which restricted means are wanted, with commas.")
@click.option("--landmarks", type=Times(), help="Times at which survival is wanted, with commas.")
@click.option("--compare", metavar="A,B", help="Restricted means of regimen A against B inside trials.")
@click.option(
    "--weights", default="patients", show_default=True, help="Of a mixture: patients, equal, precision, S=2,T=1."
)
@click.option("--family", default="auto", show_default=True, help="parametric: a distribution, or the lowest AIC.")
@click.option("--transform", default="log-log", show_default=True, help="Of the intervals: log-log, log or plain.")
@click.option("--interval", default="auto", show_default=True, help="auto, hartung-knapp, normal or simulated.")
@click.option("--median", default="band", show_default=True, help="Its interval: from the band, or simulated.")
@click.option("--df", default="times", show_default=True, help="Of Q: cells less times, or less studies (RISCA).")
@click.option("--correction/--no-correction", default=True, help="Quarter-patient correction of the summary curve.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Of all intervals.")
@click.option("--draws", type=int, default=10_000, show_default=True, help="Simulated curves.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of simulated and resampled intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for tables, curves and pictures.")
def pool(
    files: tuple[Path, ...], regimens: tuple[str, ...], table: Path | None, compare: str | None, out: Path | None,
    as_json: bool, **options: Any,
) -> None:  # fmt: skip
    """Pooled survival curve and median of each regimen over the studies in FILES.

    A file holds patients (time,event,treatment,trial[,replicate]), curves with numbers at risk
    (study,time,survival,at_risk[,regimen]; metaSurvival's Study,Time,Survival,NbRisk), or published medians
    (study,regimen,median,ci_low,ci_high[,ci_level][,n][,events]). Several replicates of reconstructed patients pool to
    one answer, with what reconstruction costs.
    """
    from pooling import analyse, report

    told = {**options, "compare": report.pair(compare)}
    made = analyse(files, regimens=regimens, table=table, **told)
    for line in report.notes(made):
        click.echo(f"Note: {line}", err=True)
    click.echo(report.as_json(made) if as_json else report.as_text(made), nl=False)
    if out is not None:
        _say_where(report.write(made, out), out)


@main.group()
def review() -> None:
    """A review as one folder: project file and tables in, every table, figure and the report out.

    init → check → run; report writes the report again from what run kept.
    """


FOLDER = click.argument("folder", type=click.Path(path_type=Path))
RESULTS = click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for results; FOLDER/results.")


@review.command("init")
@FOLDER
@click.option("--title", default="", help="Of the review; the folder's name if not given.")
def review_init(folder: Path, title: str) -> None:
    """Begin a review: write FOLDER/review.toml with every key explained, and the tables with their headers."""
    from review.folder.start import start

    for path in start(folder, title=title):
        click.echo(f"wrote {path}")


@review.command("check")
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--notes/--no-notes", default=True, help="Whether notes are told besides errors and warnings.")
def review_check(folder: Path, as_json: bool, notes: bool) -> None:
    """Check every cell of FOLDER, and warn of what reviewers get wrong; each finding has its row and column.

    Exits with 2 where something must be mended before the review can run.
    """
    from review.rules import as_json as findings_json
    from review.rules import as_text as findings_text
    from review.rules import check

    found = [finding for finding in check(folder) if notes or finding.level != "note"]
    click.echo(findings_json(found) if as_json else findings_text(found), nl=False)
    if any(finding.level == "error" for finding in found):
        sys.exit(2)


@review.command("run")
@FOLDER
@RESULTS
@click.option("--jobs", type=int, help="Processes at work at once; the number of processors if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def review_run(folder: Path, out: Path | None, jobs: int | None, as_json: bool) -> None:
    """Do everything that follows from FOLDER: figures, patients, pooled curves, networks, tables, report.

    Only what has changed since last time is done; a run that was stopped goes on. A figure that cannot be read does not
    stop the others: it is told at the end, and the exit code is 2.
    """
    from review.progress import shown
    from review.run import run_review

    with shown() as progress:
        results = run_review(folder, out, jobs=jobs, progress=progress)
    for sentence in results.problems:
        click.echo(f"Error: {sentence}", err=True)
    click.echo(results.as_json() if as_json else results.as_text(), nl=False)
    sys.exit(results.exit_code)


@review.command("report")
@FOLDER
@RESULTS
def review_report(folder: Path, out: Path | None) -> None:
    """Write the report, tables and pictures again from what run kept; exits with 2 where a step has to be run first."""
    from review.run import report_again

    click.echo(f"wrote {report_again(folder, out)}")


if __name__ == "__main__":
    main()
