"""Reference curves: what makes one, and the tables it is read from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError
from nma.baseline import Baseline
from nma.baseline_files import read_baselines


def curve(**fields: object) -> Baseline:
    given = {"time": [0, 1, 2], "survival": [1, 0.8, 0.5], "log_covariance": np.diag([0, 0.01, 0.02])}
    return Baseline("A", **{**given, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"survival": [1, 0.5, 0.8]}, "never rise"),
        ({"survival": [100, 80, 50]}, "must start at"),
        ({"survival": [1, 0.8, -0.5]}, "from 0 to 1"),
        ({"time": [0, 2, 2]}, "out of order"),
        ({"time": [1, 2, 3]}, "must start at"),
        ({"survival": [1, 0.8]}, "shape"),
        ({"survival": [1, np.nan, 0.5]}, "no number"),
        ({"log_covariance": -np.eye(3)}, "symmetric and positive"),
    ],
)
def test_what_is_no_curve_is_refused_by_name(fields: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        curve(**fields)
    assert "'A'" in str(error.value)


def test_standard_errors_alone_mean_independent_increments() -> None:
    """The product-limit estimate: cov(log S(s), log S(t)) is the variance at the earlier of the two."""
    found = Baseline.of_points("A", np.array([1.0, 2.0]), np.array([0.8, 0.5]), log_se=np.array([0.1, 0.2]))
    np.testing.assert_allclose(found.log_covariance, [[0, 0, 0], [0, 0.01, 0.01], [0, 0.01, 0.04]])
    assert "independent increments" in found.assumed


def test_steps_and_lines_between_times() -> None:
    time = np.array([0.5, 1.0, 1.5, 2.5])
    np.testing.assert_allclose(curve().at(time), [1, 0.8, 0.8, np.nan])
    np.testing.assert_allclose(curve(step=False).at(time), [0.9, 0.8, 0.65, np.nan])


def written(folder: Path, text: str, name: str = "curve.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_one_uncertainty_in_three_forms(tmp_path: Path) -> None:
    """Standard errors of S, of log S, and limits that are symmetric as log(-log S), with their level."""
    s, log_se = 0.6, 0.1
    spread = 1.6448536269514722 * log_se / -np.log(s)
    low, high = s ** np.exp(spread), s ** np.exp(-spread)
    texts = (
        f"time,survival,se\n5,{s},{log_se * s}\n",
        f"time;survival;log_se\n5;{s};{log_se}\n",
        f"time,survival,ci_low,ci_high,ci_level\n5,{s},{low},{high},90\n",
    )
    for text in texts:
        (found,) = read_baselines([written(tmp_path, text)]).values()
        assert found.log_covariance[1, 1] == pytest.approx(log_se**2, rel=1e-9)
        assert found.step


def test_curves_with_their_covariance_from_a_folder(tmp_path: Path) -> None:
    written(
        tmp_path,
        "regimen,method,time,survival,ci_low,ci_high,log_se\nA,random,0,1,1,1,0\nA,random,2,0.7,0.6,0.8,0.1\n"
        "A,random,4,0.4,0.3,0.5,0.2\nB,naive,0,1,1,1,0\nB,naive,3,0.5,0.4,0.6,0.2\n",
        "pooled_curves.csv",
    )
    written(
        tmp_path,
        "regimen,time,survival,other_time,covariance_log_survival\nA,2,0.7,2,0.01\nA,2,0.7,4,0.015\nA,4,0.4,2,0.015\n"
        "A,4,0.4,4,0.05\n",
        "pooled_covariance.csv",
    )
    found = read_baselines([tmp_path])
    np.testing.assert_allclose(found["A"].log_covariance[1:, 1:], [[0.01, 0.015], [0.015, 0.05]])
    assert found["A"].assumed == ""
    assert not found["A"].step
    assert found["B"].step
    assert found["B"].log_covariance[1, 1] == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "a reference curve has"),
        ("time,survival\n1,0.5\n", "no standard error at time 1"),
        ("time,survival,se\n1,0.5,x\n", "row 2"),
        ("time,survival,se\n1,0.5,0.1\n2,0.7,0.1\n", "never rise"),
        ("time,survival,se\n1,50,0.1\n", "percentages"),
        ("time,other_time,covariance_log_survival\n1,1,0.1\n", "no curve"),
        ("time,other_time,covariance_log_survival\n1,2,0.1\n", "full square"),
    ],
)
def test_bad_tables_are_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_baselines([written(tmp_path, text)])


def test_a_folder_without_curves_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pooled_curves\.csv"):
        read_baselines([tmp_path])
