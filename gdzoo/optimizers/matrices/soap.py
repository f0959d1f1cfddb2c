"""SOAP: Adam in the eigenbasis of Shampoo's preconditioners."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...linalg import axes_first, axes_last, frobenius, identity, matmul, singular_vectors, transpose
from ...rules import rule
from ..usual import BETA1, BETA2, EPS, LR, WEIGHT_DECAY

ROUNDING = 1e-12
"""What is smaller than this part of a matrix's norm is taken for rounding of a zero."""


class Soap(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (m, n, *batch)
    v: np.ndarray  # average of squared gradients in the eigenbasis, like x
    left: np.ndarray  # average of G Gᵀ, (m, m, *batch)
    right: np.ndarray  # average of Gᵀ G, (n, n, *batch)
    q_left: np.ndarray  # eigenvectors of left, by falling eigenvalue, (m, m, *batch)
    q_right: np.ndarray  # eigenvectors of right, (n, n, *batch)


def start(f: Any, x0: np.ndarray, **knobs: Any) -> Soap:
    """Averages of 0, in the basis of the axes."""
    zero, (m, n, *batch) = np.zeros_like(x0), x0.shape
    left, right = identity(m, (*batch,)), identity(n, (*batch,))
    return Soap(zero, zero, 0 * left, 0 * right, left, right)


def seen(p: np.ndarray, a: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Pᵀ a Q, the matrix a in the bases P and Q. What is rounding there is 0: Adam would blow it up to a whole step."""
    inside = matmul(transpose(p), a, q)
    return np.where(np.abs(inside) < ROUNDING * frobenius(a), 0, inside)


def refreshed(s: Soap, due: Any) -> Soap:
    """In the columns that are due, one step of orthogonal iteration on either basis; v is put into their new order."""
    if not np.any(due):
        return s
    (rows, q_left), (cols, q_right) = turned(s.left, s.q_left), turned(s.right, s.q_right)
    v = np.take_along_axis(np.take_along_axis(s.v, rows[:, None], 0), cols[None], 1)
    kept = s.v, s.q_left, s.q_right
    v, q_left, q_right = (np.where(due, new, old) for new, old in zip((v, q_left, q_right), kept, strict=True))
    return s._replace(v=v, q_left=q_left, q_right=q_right)


def turned(h: np.ndarray, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The columns of q by falling qᵀ h q, and the orthonormal basis that h then makes of them."""
    order = np.argsort(-(q * matmul(h, q)).sum(0), 0)
    h_q = matmul(h, np.take_along_axis(q, order[None], 1))
    return order, axes_first(np.linalg.qr(axes_last(h_q))[0])


@rule(
    title="SOAP",
    year=2025,
    paper="vyas2025soap",
    parents={
        "adam": "runs in a basis that the gradients choose",
        "shampoo": "keeps the eigenbasis, leaves the scale to Adam",
    },
    problem="Shampoo's roots of matrices are costly, and stale ones spoil the length of its steps.",
    idea="Adam in Shampoo's slowly turning eigenbasis",
    best_for="weight matrices, where a few products of matrices per step are cheap",
    knobs={
        "lr": LR,
        "beta1": BETA1,
        "beta2": BETA2,
        "eps": EPS,
        "refresh": Knob("K", 1, 100, "log", domain="whole >= 1"),
        "weight_decay": WEIGHT_DECAY,
    },
    traits={"momentum", "rotation", "scale", "origin", "matrix"},
    init=start,
)
def soap(f, x, s: Soap, t, *, lr=3e-3, beta1=0.95, beta2=0.95, eps=1e-8, refresh=10, weight_decay=0.01):
    """SOAP: Adam, run in the eigenbasis of Shampoo's two preconditioners.

        G = ∇f(X)
        L ← β₂ L + (1 - β₂) G Gᵀ
        R ← β₂ R + (1 - β₂) Gᵀ G
        M ← β₁ M + (1 - β₁) G
        V ← β₂ V + (1 - β₂) (Pᵀ G Q)²
        M̂ = Pᵀ M Q / (1 - β₁ᵏ)
        V̂ = V / (1 - β₂ᵏ)
        U = M̂ / (√V̂ + ε),  0 where V = 0
        X ← (1 - η λ) X - η P U Qᵀ
        P, Q ← orthonormal bases of L P, R Q    after every ``refresh`` steps

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, λ = ``weight_decay`` and
    L = R = M = V = 0 at the start. The first gradient does not move X: it chooses P and Q, its
    singular vectors, which are the eigenvectors of its L and R. So k = t - 1 counts the steps
    that move.

    Parameters
    ----------
    lr : learning rate, > 0: about the length of a step in every coordinate of the eigenbasis,
        whatever the scale of f.
    beta1 : in [0, 1); M remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for V, L and R.
    eps : >= 0, in units of the gradient; 0 is safe.
    refresh : a whole number >= 1; how many steps P and Q stay as they are.
    weight_decay : >= 0; decoupled, times lr, applied to the old X.

    Returns
    -------
    The new X, shape (m, n, *batch); the averages M and V, the same shape; L and P
    (m, m, *batch), R and Q (n, n, *batch).

    Conventions
    -----------
    Neither PyTorch nor optax has it. As in the authors' code, the first step only looks,
    M stays in the coordinates of X while V lives in the eigenbasis, and P and Q turn by one
    product and one QR decomposition, their columns sorted by eigenvalue first. In their code
    eps is added before the correction of V and the decay acts on the new X; here both are as
    in ``adamw``. Without noise the second gradient is the first, diagonal in its own basis:
    the zeros beside the diagonal stay zeros here, and the first move is that of Shampoo.

    Examples
    --------
    One step to look, then steps of about lr, whatever the slope:

    >>> import gdzoo
    >>> f = gdzoo.objective(lambda x: (x**2).sum((0, 1)) / 2, lambda x: x)
    >>> gdzoo.minimize("soap", f, [[1.0, 0.0], [0.0, 3.0]], 3, lr=0.1).x[:, [0, 1], [0, 1]].round(4)
    array([[1.    , 3.    ],
           [1.    , 3.    ],
           [0.899 , 2.897 ],
           [0.7982, 2.7941]])

    References
    ----------
    vyas2025soap
    """
    g = f.grad(x)
    left = beta2 * s.left + (1 - beta2) * matmul(g, transpose(g))
    right = beta2 * s.right + (1 - beta2) * matmul(transpose(g), g)
    if t == 1:
        return x, Soap(s.m, s.v, left, right, *singular_vectors(g))
    k, p, q = t - 1, s.q_left, s.q_right
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * seen(p, g, q) ** 2
    m_hat, v_hat = seen(p, m, q) / (1 - beta1**k), v / (1 - beta2**k)
    u = np.where(v == 0, 0, m_hat / (np.sqrt(v_hat) + eps))
    x = (1 - lr * weight_decay) * x - lr * matmul(p, u, transpose(q))
    return x, refreshed(Soap(m, v, left, right, p, q), k % refresh == 0)
