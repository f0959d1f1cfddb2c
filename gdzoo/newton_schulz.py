"""Newton and Schulz's iteration: the nearest orthogonal matrix by products alone, without a decomposition."""

from typing import Any

import numpy as np

from .linalg import frobenius, matmul, transpose


def newton_schulz(g: np.ndarray, steps: Any = 5) -> np.ndarray:
    """About the U Vᵀ of g = U S Vᵀ: every singular value moves to about 1, the singular vectors stay.

        X ← g / ‖g‖
        A = X Xᵀ
        X ← a X + (b A + c A²) X,    ``steps`` times

    with ‖g‖ the Frobenius norm and a, b, c = 3.4445, -4.7750, 2.0315. A step maps each singular value s to
    a s + b s³ + c s⁵.

    Parameters
    ----------
    g : matrices, (m, n, *batch), of any size but not zero; zero stays zero.
    steps : how many, >= 0; an array of the batch's shape gives every column its own.

    Returns
    -------
    X, the shape of g.

    Conventions
    -----------
    The coefficients are those of Muon, steep at 0 for speed: the values do not converge to 1 but wander about it. Five
    steps take every s from 0.005 to 1 into [0.6818, 1.1544], and s = 0.001 to 0.47. PyTorch computes in bfloat16 and guards
    ‖g‖ by an eps of 1e-7, optax by 1e-8; here everything is float64, and g and a multiple of it give the same X. A tall
    matrix is transposed first, which makes A the smaller of the two products and changes nothing else.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> newton_schulz(np.diag([3.0, 4.0])).round(3)
    array([[0.723, 0.   ],
           [0.   , 1.119]])

    References
    ----------
    jordan2024muon
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = len(g) > g.shape[1]
    x = transpose(g) if tall else g
    size = frobenius(x)
    x = x / np.where(size > 0, size, 1)
    for k in range(int(np.max(steps))):
        gram = matmul(x, transpose(x))
        x = np.where(k < steps, a * x + matmul(b * gram + c * matmul(gram, gram), x), x)
    return transpose(x) if tall else x
