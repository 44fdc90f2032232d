"""Curve: a density in one dimension on Gauss-Legendre panels, with its distribution function and quantiles."""

from __future__ import annotations

import functools
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Floats, Ints, Locked, array_field, floats

#: The last Newton step is at most this share of a panel; what is left is about its square.
TOLERANCE = 1e-7
#: Turns of the root finder; halving alone needs about 50.
TURNS = 60


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

    @cached_property
    def below(self) -> Floats:
        """(k+1,) probability below each edge."""
        return np.concatenate([[0.0], np.cumsum(self.mass.sum(axis=1))])

    @cached_property
    def _coefficients(self) -> Floats:
        """(k, points) of the Legendre polynomials that go through each panel's nodes."""
        return np.asarray(self.density @ _transform(self.at.shape[1]))

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
        shape, at = np.shape(x), np.atleast_1d(np.asarray(x, dtype=np.float64))
        k = np.clip(np.searchsorted(self.edges, at, side="right") - 1, 0, self.edges.size - 2)
        width = self.edges[k + 1] - self.edges[k]
        u = np.clip((at - self.edges[k]) / width, 0.0, 1.0)
        return np.asarray(np.clip(self.below[k] + self._inside(k, u), 0.0, 1.0).reshape(shape))

    def _inside(self, k: Ints, u: Floats) -> Floats:
        """Probability from the lower edge of panel k to its share u."""
        width = self.edges[k + 1] - self.edges[k]
        return np.asarray(width / 2 * (_integrals(2 * u - 1, self.at.shape[1]) * self._coefficients[k]).sum(axis=-1))

    def quantile(self, p: npt.ArrayLike) -> Floats:
        """Quantiles, by Newton steps inside the panel that holds them, kept in a bracket that only shrinks."""
        wanted = np.atleast_1d(np.asarray(p, dtype=np.float64))
        k = np.clip(np.searchsorted(self.below, wanted, side="right") - 1, 0, self.edges.size - 2)
        width = self.edges[k + 1] - self.edges[k]
        low, high, u = np.zeros(k.size), np.ones(k.size), np.full(k.size, 0.5)
        for _ in range(TURNS):
            miss = self.below[k] + self._inside(k, u) - wanted
            low, high = np.where(miss < 0, u, low), np.where(miss < 0, high, u)
            vander = np.polynomial.legendre.legvander(2 * u - 1, self.at.shape[1] - 1)
            slope = width * (vander * self._coefficients[k]).sum(axis=-1)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                step = -miss / slope
            short = np.abs(step) <= TOLERANCE
            inside = short | ((u + step > low) & (u + step < high))
            u = np.clip(np.where(inside, u + step, (low + high) / 2), 0.0, 1.0)
            if (short | (high - low <= TOLERANCE**2)).all():
                break
        return np.asarray(self.edges[k] + width * u)
