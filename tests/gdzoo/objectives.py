"""Objectives that several tests need."""

import numpy as np

import gdzoo


def plane(*slopes):
    """The objective with these slopes everywhere."""
    slope = np.array(slopes)
    return gdzoo.objective(lambda x: np.tensordot(slope, x, 1), lambda x: (np.zeros_like(x).T + slope).T)


def bowl(curvatures):
    """Half the sum of curvature times square, on points of the shape of ``curvatures``."""
    c, axes = curvatures.T, tuple(range(curvatures.ndim))
    return gdzoo.objective(
        lambda x: (c * x.T**2).T.sum(axes) / 2, lambda x: (c * x.T).T, f_min=0.0, point_ndim=curvatures.ndim
    )
