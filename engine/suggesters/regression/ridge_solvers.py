"""The linear algebra of kernel ridge regression over references that change.

Two forms of the same thing. Exactly: the inverse of the kernel matrix of all references, kept up
to date by its block formulas. With landmarks, for many references: regression on the similarities
to a few thousand of them (Nystrom's approximation; Williams and Seeger 2001, "Using the Nystrom
method to speed up kernel machines"), whose memory does not grow with the references.

In both a query gives every reference one signed weight, whatever the label.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray

DoubleArray = NDArray[np.float64]

JITTER = 1e-5
"""Added to the landmarks' own kernel matrix: landmarks may be copies of each other."""

BLOCK_ROWS = 4096


def kernel(left: FloatArray, right: FloatArray | DoubleArray, temperature: float) -> DoubleArray:
    """(n, m) exp(temperature * (cosine - 1)): 1 for equal vectors, always above 0."""
    cosines = left.astype(np.float64) @ right.T.astype(np.float64, copy=False)
    return np.asarray(np.exp(temperature * (cosines - 1.0)))


class Solver(Protocol):
    """Kernel ridge regression over rows of references; labels are given where they are used."""

    def add(self, features: FloatArray, labels: csr_array) -> None:
        """Take in rows after the last one."""
        ...

    def replace_labels(self, features: FloatArray, before: csr_array, after: csr_array) -> None:
        """Follow new labels of rows that stay as they are."""
        ...

    def keep(self, rows: IdArray, gone: IdArray, features: FloatArray, labels: csr_array) -> None:
        """Drop the rows ``gone`` and put the others in the order ``rows``.

        ``features``, ``labels``: all rows, as they were before.
        """
        ...

    def scores(
        self,
        queries: FloatArray,
        excluded: list[IdArray],
        features: FloatArray,
        labels: csr_array,
    ) -> DoubleArray:
        """(q, C) sums of weights, not clipped; ``excluded`` are the rows each query leaves out."""
        ...

    def weights(
        self, query: FloatArray, excluded: IdArray, features: FloatArray, rows: IdArray
    ) -> DoubleArray:
        """The weights of some rows for one (d,) query."""
        ...


class ExactSolver:
    """The inverse of K + regularization * I: 8 bytes x references squared."""

    def __init__(self, features: FloatArray, temperature: float, regularization: float) -> None:
        self._temperature = temperature
        self._regularization = regularization
        self._features = features
        matrix = kernel(features, features, temperature)
        self._inverse: DoubleArray = np.asarray(np.linalg.inv(self._ridged(matrix)), np.float64)

    def add(self, features: FloatArray, labels: csr_array) -> None:
        """Border the inverse by the new rows."""
        cross = kernel(self._features, features, self._temperature)
        seen = self._inverse @ cross
        own = self._ridged(kernel(features, features, self._temperature))
        corner = np.linalg.inv(own - cross.T @ seen)
        side = seen @ corner
        blocks = [[self._inverse + side @ seen.T, -side], [-side.T, corner]]
        self._inverse = np.block(blocks).astype(np.float64, copy=False)
        self._features = np.concatenate([self._features, features])

    def replace_labels(self, features: FloatArray, before: csr_array, after: csr_array) -> None:
        """Nothing to do: the inverse knows no labels."""

    def keep(self, rows: IdArray, gone: IdArray, features: FloatArray, labels: csr_array) -> None:
        """The inverse without some rows, from that with them."""
        inverse = self._inverse[np.ix_(rows, rows)]
        if len(gone):
            cross = self._inverse[np.ix_(gone, rows)]
            inner = self._inverse[np.ix_(gone, gone)]
            inverse -= cross.T @ np.linalg.solve(inner, cross)
        self._inverse = inverse
        self._features = self._features[rows]

    def scores(
        self,
        queries: FloatArray,
        excluded: list[IdArray],
        features: FloatArray,
        labels: csr_array,
    ) -> DoubleArray:
        """See ``Solver.scores``."""
        return np.asarray(self._all_weights(queries, excluded) @ labels)

    def weights(
        self, query: FloatArray, excluded: IdArray, features: FloatArray, rows: IdArray
    ) -> DoubleArray:
        """See ``Solver.weights``."""
        return np.asarray(self._all_weights(query[None, :], [excluded])[0, rows])

    def own_scores(self, rows: IdArray, excluded: list[IdArray], labels: csr_array) -> DoubleArray:
        """``scores`` of the references at ``rows`` themselves.

        Their weights are K (K + r I)^-1 = I - r (K + r I)^-1: no product is needed.
        """
        weights = -self._regularization * self._inverse[rows]
        weights[np.arange(len(rows)), rows] += 1.0
        return np.asarray(self._leave_out(weights, excluded) @ labels)

    def _all_weights(self, queries: FloatArray, excluded: list[IdArray]) -> DoubleArray:
        weights = kernel(queries, self._features, self._temperature) @ self._inverse
        return self._leave_out(weights, excluded)

    def _leave_out(self, weights: DoubleArray, excluded: list[IdArray]) -> DoubleArray:
        """Weights as they were without some references, a block of the inverse for each query."""
        inverse = self._inverse
        singles = np.array([i for i, rows in enumerate(excluded) if len(rows) == 1], np.int64)
        if len(singles):
            own = np.array([int(excluded[i][0]) for i in singles], np.int64)
            factor = weights[singles, own] / inverse[own, own]
            weights[singles] -= factor[:, None] * inverse[own]
            weights[singles, own] = 0.0
        for i, rows in enumerate(excluded):
            if len(rows) > 1:
                inner = inverse[np.ix_(rows, rows)]
                weights[i] -= np.linalg.solve(inner, weights[i, rows]) @ inverse[rows]
                weights[i, rows] = 0.0
        return weights

    def _ridged(self, matrix: DoubleArray) -> DoubleArray:
        matrix[np.diag_indices_from(matrix)] += self._regularization
        return matrix


class LandmarkSolver:
    """Ridge regression on coordinates made of the similarities to landmarks.

    Coordinates of x: (similarities of x to the landmarks) times the inverse Cholesky factor of the
    landmarks' kernel matrix, so that products of coordinates approximate the kernel. Kept are the
    inverse of the coordinates' second moments plus the regularization (m, m), and their sums per
    label (m, C). A landmark stays one when its image is forgotten: it is a place to measure from.
    """

    def __init__(
        self,
        features: FloatArray,
        labels: csr_array,
        landmarks: FloatArray,
        temperature: float,
        regularization: float,
    ) -> None:
        self._temperature = temperature
        self._landmarks = landmarks.astype(np.float64)
        own = kernel(landmarks, landmarks, temperature)
        own[np.diag_indices_from(own)] += JITTER
        lower = np.linalg.cholesky(own)
        self._map: DoubleArray = solve_triangular(lower, np.eye(len(lower)), lower=True).T
        self._sums = np.zeros((len(landmarks), labels.shape[1]))
        moments = np.diag(np.full(len(landmarks), regularization))
        fast_map, fast_landmarks = self._map.astype(np.float32), landmarks.T.copy()
        for start in range(0, len(features), BLOCK_ROWS):
            block = features[start : start + BLOCK_ROWS] @ fast_landmarks
            block = np.exp(temperature * (block - 1), out=block) @ fast_map
            moments += block.T @ block
            self._sums += np.asarray((labels[start : start + BLOCK_ROWS].T @ block).T)
        self._inverse: DoubleArray = np.linalg.inv(moments)

    def add(self, features: FloatArray, labels: csr_array) -> None:
        """Woodbury's formula for the inverse, sums for the labels."""
        coordinates = self._coordinates(features)
        seen = self._inverse @ coordinates.T
        inner = np.eye(len(features)) + coordinates @ seen
        self._inverse -= seen @ np.linalg.solve(inner, seen.T)
        self._change_sums(coordinates, labels)

    def replace_labels(self, features: FloatArray, before: csr_array, after: csr_array) -> None:
        """Correct the sums of the labels."""
        wide = csr_array((before.data, before.indices, before.indptr), shape=after.shape)
        self._change_sums(self._coordinates(features), csr_array(after - wide))

    def keep(self, rows: IdArray, gone: IdArray, features: FloatArray, labels: csr_array) -> None:
        """Woodbury's formula backwards."""
        if len(gone) == 0:
            return
        coordinates = self._coordinates(features[gone])
        seen = self._inverse @ coordinates.T
        inner = np.eye(len(gone)) - coordinates @ seen
        self._inverse += seen @ np.linalg.solve(inner, seen.T)
        self._change_sums(coordinates, csr_array(-labels[gone]))

    def scores(
        self,
        queries: FloatArray,
        excluded: list[IdArray],
        features: FloatArray,
        labels: csr_array,
    ) -> DoubleArray:
        """See ``Solver.scores``."""
        seen = self._coordinates(queries) @ self._inverse
        corrections = np.zeros((len(queries), labels.shape[1]))
        singles = np.array([i for i, rows in enumerate(excluded) if len(rows) == 1], np.int64)
        if len(singles):
            rows = np.array([int(excluded[i][0]) for i in singles], np.int64)
            own = self._coordinates(features[rows])
            own_seen = own @ self._inverse
            left = 1.0 - np.einsum("ij,ij->i", own, own_seen)
            votes = np.einsum("ij,ij->i", own, seen[singles]) / left
            seen[singles] += votes[:, None] * own_seen
            corrections[singles] = (labels[rows] * votes[:, None]).toarray()
        for i, rows in enumerate(excluded):
            if len(rows) > 1:
                own = self._coordinates(features[rows])
                seen[i] = self._without(seen[i], own)
                corrections[i] = (seen[i] @ own.T) @ labels[rows]
        return np.asarray(seen @ self._sums - corrections)

    def weights(
        self, query: FloatArray, excluded: IdArray, features: FloatArray, rows: IdArray
    ) -> DoubleArray:
        """See ``Solver.weights``."""
        seen = (self._coordinates(query[None, :]) @ self._inverse)[0]
        if len(excluded):
            seen = self._without(seen, self._coordinates(features[excluded]))
        towards = kernel(features[rows], self._landmarks, self._temperature)
        weights = towards @ (self._map @ seen)
        weights[np.isin(rows, excluded)] = 0.0
        return np.asarray(weights)

    def _coordinates(self, features: FloatArray) -> DoubleArray:
        return kernel(features, self._landmarks, self._temperature) @ self._map

    def _without(self, seen: DoubleArray, own: DoubleArray) -> DoubleArray:
        """A query times the inverse, as it was without references of coordinates ``own``."""
        inner = np.eye(len(own)) - own @ self._inverse @ own.T
        return np.asarray(seen + np.linalg.solve(inner, own @ seen) @ (own @ self._inverse))

    def _change_sums(self, coordinates: DoubleArray, labels: csr_array) -> None:
        wider = labels.shape[1] - self._sums.shape[1]
        if wider > 0:
            self._sums = np.pad(self._sums, ((0, 0), (0, wider)))
        self._sums[:, : labels.shape[1]] += np.asarray((labels.T @ coordinates).T)
