"""Curve: a density in one dimension on Gauss-Legendre panels, with its distribution function and quantiles."""

from __future__ import annotations

import functools

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Floats, Locked, array_field, floats


@functools.cache
def rule(points: int) -> tuple[Floats, Floats]:
    """Nodes and weights of a panel [0, 1]."""
    x, w = np.polynomial.legendre.leggauss(points)
    return floats((x + 1) / 2), floats(w / 2)


@functools.cache
def _transform(points: int) -> Floats:
    """(points, points): values at the nodes of [-1, 1] times this are coefficients of Legendre polynomials."""
    x, w = np.polynomial.legendre.leggauss(points)
    return floats(w[:, None] * np.polynomial.legendre.legvander(x, points - 1) * (np.arange(points) + 0.5))


def _integrals(x: Floats, points: int) -> Floats:
    """(…, points) integrals of Legendre polynomials from -1 to x: (P[k+1] - P[k-1]) / (2k + 1)."""
    p = np.polynomial.legendre.legvander(x, points)
    first = p[..., 1:2] + 1
    rest = (p[..., 2:] - p[..., :-2]) / (2 * np.arange(1, points) + 1)
    return np.concatenate([first, rest], axis=-1)


def nodes(edges: Floats, points: int) -> tuple[Floats, Floats]:
    """(k, points) nodes and weights of the panels between edges."""
    at, weight = rule(points)
    low, width = edges[:-1, None], np.diff(edges)[:, None]
    return low + width * at, width * weight


@attrs.frozen
class Curve(Locked):
    """A normalised density.

    Attributes
    ----------
    edges : (k+1,) float              Of the panels.
    at, density : (k, points) float   Nodes and density.
    mass : (k, points) float          Quadrature weight times density; adds up to 1.
    """

    edges: Floats = array_field(floats)
    at: Floats = array_field(floats)
    density: Floats = array_field(floats)
    mass: Floats = array_field(floats)

    @property
    def below(self) -> Floats:
        """(k+1,) probability below each edge."""
        return np.concatenate([[0.0], np.cumsum(self.mass.sum(axis=1))])

    @property
    def mean(self) -> float:
        """Expected value."""
        return float((self.mass * self.at).sum())

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return float(np.sqrt((self.mass * (self.at - self.mean) ** 2).sum()))

    def cdf(self, x: npt.ArrayLike) -> Floats:
        """Distribution function; inside a panel the polynomial through the nodes is integrated."""
        shape, x = np.shape(x), np.atleast_1d(np.asarray(x, dtype=np.float64))
        points = self.at.shape[1]
        k = np.clip(np.searchsorted(self.edges, x, side="right") - 1, 0, self.edges.size - 2)
        width = self.edges[k + 1] - self.edges[k]
        u = np.clip((x - self.edges[k]) / width, 0.0, 1.0)
        coefficients = self.density @ _transform(points)
        inside = width / 2 * (_integrals(2 * u - 1, points) * coefficients[k]).sum(axis=-1)
        return np.asarray(np.clip(self.below[k] + inside, 0.0, 1.0).reshape(shape))

    def quantile(self, p: float | Floats) -> Floats:
        """Quantiles, by halving inside the panel that holds them."""
        wanted = np.atleast_1d(np.asarray(p, dtype=np.float64))
        k = np.clip(np.searchsorted(self.below, wanted, side="right") - 1, 0, self.edges.size - 2)
        low, high = self.edges[k].copy(), self.edges[k + 1].copy()
        for _ in range(60):
            middle = (low + high) / 2
            under = self.cdf(middle) < wanted
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2)
