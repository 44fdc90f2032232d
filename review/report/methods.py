"""The methods in words, ready for a manuscript, with versions, seeds, priors and the works they rest on."""

from __future__ import annotations

import platform
from importlib.metadata import version

import attrs

from review.folder.project import Review
from review.results import Results

#: Libraries whose versions can change a digit.
LIBRARIES = (
    "ipdrecon", "numpy", "scipy", "pandas", "lifelines", "numba", "arviz", "matplotlib", "opencv-python-headless",
    "rapidocr", "openvino", "pypdfium2",
)  # fmt: skip

REFERENCES = {
    "page2021": "Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement. BMJ 2021;372:n71.",
    "guyot2012": "Guyot P, Ades AE, Ouwens MJ, Welton NJ. Enhanced secondary analysis of survival data: reconstructing "
    "the data from published Kaplan-Meier survival curves. BMC Med Res Methodol 2012;12:9.",
    "liu2021": "Liu N, Zhou Y, Lee JJ. IPDfromKM: reconstruct individual patient data from published Kaplan-Meier "
    "survival curves. BMC Med Res Methodol 2021;21:111.",
    "kaplan1958": "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc "
    "1958;53:457-481.",
    "brookmeyer1982": "Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics "
    "1982;38:29-41.",
    "combescure2014": "Combescure C, Foucher Y, Jackson D. Meta-analysis of single-arm survival studies: a "
    "distribution-free approach for estimating summary survival curves with random effects. Stat Med "
    "2014;33:2521-2537.",
    "cox1972": "Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220.",
    "efron1977": "Efron B. The efficiency of Cox's likelihood function for censored data. J Am Stat Assoc "
    "1977;72:557-565.",
    "grambsch1994": "Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. "
    "Biometrika 1994;81:515-526.",
    "ruecker2012": "Rücker G. Network meta-analysis, electrical networks and graph theory. Res Synth Methods "
    "2012;3:312-324.",
    "ruecker2014": "Rücker G, Schwarzer G. Reduce dimension or reduce weights? Comparing two approaches to multi-arm "
    "studies in network meta-analysis. Stat Med 2014;33:4353-4369.",
    "ruecker2015": "Rücker G, Schwarzer G. Ranking treatments in frequentist network meta-analysis works without "
    "resampling methods. BMC Med Res Methodol 2015;15:58.",
    "dersimonian1986": "DerSimonian R, Laird N. Meta-analysis in clinical trials. Control Clin Trials 1986;7:177-188.",
    "higgins2002": "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. Stat Med "
    "2002;21:1539-1558.",
    "koenig2013": "König J, Krahn U, Binder H. Visualizing the flow of evidence in network meta-analysis and "
    "characterizing mixed treatment comparisons. Stat Med 2013;32:5414-5429.",
    "dias2013": "Dias S, Sutton AJ, Ades AE, Welton NJ. Evidence synthesis for decision making 2: a generalized linear "
    "modeling framework for pairwise and network meta-analysis of randomized controlled trials. Med Decis Making "
    "2013;33:607-617.",
    "vehtari2021": "Vehtari A, Gelman A, Simpson D, Carpenter B, Bürkner PC. Rank-normalization, folding, and "
    "localization: an improved R̂ for assessing convergence of MCMC. Bayesian Anal 2021;16:667-718.",
    "salanti2011": "Salanti G, Ades AE, Ioannidis JPA. Graphical methods and numerical summaries for "
    "presenting results "
    "from multiple-treatment meta-analysis. J Clin Epidemiol 2011;64:163-171.",
    "clopper1934": "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the "
    "binomial. Biometrika 1934;26:404-413.",
}  # fmt: skip


@attrs.frozen
class Methods:
    """Paragraphs with their headings, the works they cite in order, and versions.

    Attributes
    ----------
    paragraphs : tuple of (str, str)
    references : tuple of str
    versions : tuple of (str, str)
    """

    paragraphs: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def methods(review: Review, results: Results) -> Methods:
    """What was done, in the order it was done; only what this review has."""
    cited: list[str] = []

    def cite(*keys: str) -> str:
        for key in keys:
            if key not in cited:
                cited.append(key)
        return "[" + ", ".join(str(cited.index(key) + 1) for key in keys) + "]"

    said = [("Inputs", _inputs(review, cite))]
    if review.figures:
        said.append(("Reconstruction of patient data", _reconstruction(review, results, cite)))
    if results.pooled:
        said.append(("Pooled survival", _pooling(review, results, cite)))
    if results.networks:
        said.append(("Network meta-analysis", _network(review, results, cite)))
        said.append(("Ranking, heterogeneity and inconsistency", _ranking(results, cite)))
    if review.binary:
        said.append(
            (
                "Rates",
                "Rates per treatment are responders over patients added up over trials, with exact intervals "
                f"{cite('clopper1934')}.",
            )
        )
    said.append(("Reproducibility", _again(review)))
    versions = [("Python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)]
    return Methods(tuple(said), tuple(REFERENCES[key] for key in cited), tuple(versions))


def _inputs(review: Review, cite: object) -> str:
    assert callable(cite)
    trials, patients = len(review.studies), sum(s.n for s in review.studies if s.n == s.n)
    sets = "; ".join(
        f"“{review.set_name(name)}”" + (f" ({plan.note.strip().rstrip('.')})" if plan.note else "")
        for name, plan in review.sets.items()
    )
    flow = f" The flow of records follows PRISMA 2020 {cite('page2021')}." if review.prisma else ""
    intervals = (
        " Standard errors of reported effects come from the width of their confidence interval on the "
        "analysis scale, at "
        "the level each report states."
        if review.effects
        else ""
    )
    return (
        f"{trials} trials with {patients:,.0f} patients were included.{flow} Every reported number carries "
        "its source and "
        f"how well it is known; results that rest on facts no publication prints are marked.{intervals} Input sets "
        f"analysed side by side: {sets}."
    )


def _reconstruction(review: Review, results: Results, cite: object) -> str:
    assert callable(cite)
    simulated = sum(row.simulated == "yes" for row in review.figures)
    corrected = sum(bool(r.corrections) for r in results.figures)
    parts = [
        f"{len(results.figures)} of {len(review.figures)} Kaplan-Meier figures were digitised automatically (axes "
        "calibrated on their printed tick labels, curves traced as step functions, censor marks and numbers "
        "at risk read) "
        f"and turned into individual patient data that keep every published count {cite('guyot2012')}.",
        f"Reconstructed curves were compared with the traced ones by root mean square, mean and largest "
        "difference of S "
        f"{cite('liu2021')}.",
    ]
    if corrected:
        parts.append(f"{corrected} figure{'s were' if corrected > 1 else ' was'} corrected by a person, as marked.")
    if simulated:
        parts.append(f"{simulated} figure{'s show' if simulated > 1 else ' shows'} simulated patients, as marked.")
    return " ".join(parts)


def _pooling(review: Review, results: Results, cite: object) -> str:
    assert callable(cite)
    combescure, kaplan = cite("combescure2014"), cite("kaplan1958")
    words = {
        "random": f"by the distribution-free summary curve with random effects {combescure}",
        "fixed": f"by the distribution-free summary curve with fixed effects {combescure}",
        "naive": f"by the Kaplan-Meier estimate {kaplan} over its patients as of one trial",
    }
    single = sum(len(curve.pooled.trials) == 1 for curve in results.pooled)
    method = review.project.model.pooling
    alone = (
        f" {single} treatment{'s have' if single > 1 else ' has'} one trial only and keep{'s' * (single == 1)} its "
        f"Kaplan-Meier curve {kaplan}."
        if single
        else ""
    )
    return (
        f"Survival of each treatment was pooled over its trials "
        f"{words.get(method, f'by the method “{method}”')}.{alone} "
        f"Intervals are {review.project.model.level * 100:g}% intervals, those of medians read off the band "
        f"{cite('brookmeyer1982')}; NR: not reached."
    )


def _network(review: Review, results: Results, cite: object) -> str:
    assert callable(cite)
    model = review.project.model
    other = "Random-effects estimates" if model.effects == "fixed" else "Fixed-effect estimates"
    tau = {"REML": "restricted maximum likelihood", "ML": "maximum likelihood"}.get(
        model.tau2, f"the method of DerSimonian and Laird {cite('dersimonian1986')}"
    )
    chosen = "fixed-effect" if model.effects == "fixed" else "random-effects"
    parts = [
        f"Each network was analysed by itself under a {chosen} model by generalised least squares in the "
        "graph's own terms, "
        f"multi-arm trials with the covariance of their contrasts {cite('ruecker2012', 'ruecker2014')}. {other} (τ² by "
        f"{tau}) are given beside them where they can be had. Intervals are {model.level * 100:g}% intervals.",
    ]
    if any(review.sets[r.input_set].kind == "figures" for r in results.networks):
        parts.append(
            "Hazard ratios of reconstructed patients are from Cox models, one a trial, with Efron's handling of ties "
            f"{cite('cox1972', 'efron1977')}; proportional hazards were tested on Kaplan-Meier time "
            f"{cite('grambsch1994')}."
        )
    posteriors = [p for r in results.networks for p in r.posteriors]
    if posteriors:
        priors = "; ".join(dict.fromkeys(words for p in posteriors for words in p.priors))
        ways = "; ".join(dict.fromkeys(p.method for p in posteriors))
        parts.append(
            f"Bayesian answers ({cite('dias2013')}): {ways}. Priors: {priors}. Convergence was judged by "
            "rank-normalised "
            f"split R̂ and effective sample sizes {cite('vehtari2021')}."
        )
    return " ".join(parts)


def _ranking(results: Results, cite: object) -> str:
    assert callable(cite)
    bayes = any(r.posteriors for r in results.networks)
    sucra = f" and by SUCRA {cite('salanti2011')}" if bayes else ""
    return (
        f"Treatments were ranked by P-scores {cite('ruecker2015')}{sucra}, with intervals of their ranks. "
        "Heterogeneity is "
        f"described by Cochran's Q, I² with its interval {cite('higgins2002')} and τ². Direct and indirect "
        "evidence were "
        "compared wherever both exist; where a quantity cannot be estimated the report says so with the "
        "reason. The trials "
        f"behind each comparison follow from the flow of evidence {cite('koenig2013')}."
    )


def _again(review: Review) -> str:
    return (
        f"All draws follow from the seed {review.project.review.seed}. The same folder and versions give the "
        "same numbers. "
        "Every number leads to the row of a table or the figure it comes from."
    )
