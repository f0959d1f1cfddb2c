"""Rules that act on matrices, in 50 digits."""

import mpmath as mp
import numpy as np
from cases import LENGTH, RESIDUALS, TALL, WIDE
from precise import gradient, root

MUON = {"lr": 0.02, "beta": 0.95, "nesterov": True, "ns_steps": 5, "weight_decay": 0.0}
ODD_MUON = {"lr": 0.0371, "beta": 0.77, "nesterov": False, "ns_steps": 3, "weight_decay": 0.37}
SOAP = {"lr": 3e-3, "beta1": 0.95, "beta2": 0.95, "eps": 1e-8, "refresh": 10, "weight_decay": 0.01}
ODD_SOAP = {"lr": 0.0371, "beta1": 0.77, "beta2": 0.83, "eps": 3e-3, "refresh": 3, "weight_decay": 0.37}

SEQUENCES = [
    ("shampoo", {"lr": 0.0371, "eps": 1e-6}, "wide"),
    ("shampoo", {"lr": 0.371, "eps": 0.37}, "tall"),
    ("shampoo", {"lr": 0.0371, "eps": 1e-6}, "square"),
    ("soap", SOAP, "wide"),
    ("soap", ODD_SOAP, "tall"),
    ("soap", {**ODD_SOAP, "refresh": 1}, "square"),
    ("muon", MUON, "wide"),
    ("muon", MUON, "tall"),
    ("muon", ODD_MUON, "tall"),
]

RUNS = [
    ("shampoo", {"lr": 0.137, "eps": 3.7}, "residual", RESIDUALS["wide"], WIDE),
    ("shampoo", {"lr": 0.137, "eps": 3.7}, "residual", RESIDUALS["tall"], TALL),
    # eps is large: the second gradient is the first one, diagonal in its own basis, and a small eps would divide rounding errors
    ("soap", {**SOAP, "lr": 0.0137, "eps": 0.37}, "residual", RESIDUALS["wide"], WIDE),
    ("soap", {**ODD_SOAP, "lr": 0.0137, "eps": 0.37}, "residual", RESIDUALS["tall"], TALL),
    ("muon", MUON, "residual", RESIDUALS["wide"], WIDE),
    ("muon", {**ODD_MUON, "nesterov": True}, "residual", RESIDUALS["tall"], TALL),
]


def shampoo(x, f, k):
    """Gupta, Koren & Singer 2018, algorithm 1."""
    rows, columns = (k.eps * np.array(mp.eye(n).tolist()) for n in x.shape)
    for t in range(1, LENGTH + 1):
        g = gradient(f, x, t)
        rows, columns = rows + g @ g.T, columns + g.T @ g
        x = x - k.lr * inverse_fourth_root(rows) @ g @ inverse_fourth_root(columns)
        yield x


def inverse_fourth_root(h):
    values, vectors = eigh(h)
    return vectors * root(root(1 / values)) @ vectors.T


def eigh(h):
    values, vectors = mp.eigsy(mp.matrix(h.tolist()))
    return np.array(list(values)), np.array(vectors.tolist())


def muon(x, f, k):
    """Jordan et al. 2024; the velocity is a sum, and tall matrices make longer steps."""
    v = 0 * x
    for t in range(1, LENGTH + 1):
        g = gradient(f, x, t)
        v = k.beta * v + g
        u = g + k.beta * v if k.nesterov else v
        u = u / mp.sqrt((u**2).sum())
        for _ in range(k.ns_steps):
            a = u @ u.T
            u = mp.mpf(3.4445) * u + (mp.mpf(-4.775) * a + mp.mpf(2.0315) * a @ a) @ u
        scale = mp.sqrt(max(1, mp.mpf(x.shape[0]) / x.shape[1]))
        x = x - k.lr * k.weight_decay * x - k.lr * scale * u
        yield x


def soap(x, f, k):
    """Vyas et al. 2024: the first gradient only chooses the bases, which later turn by one QR step; eps and decay as in AdamW."""
    rows = columns = m = v = 0
    for t in range(LENGTH):
        g = gradient(f, x, t + 1)
        rows = k.beta2 * rows + (1 - k.beta2) * g @ g.T
        columns = k.beta2 * columns + (1 - k.beta2) * g.T @ g
        if t == 0:
            p, q = (eigh(h)[1][:, ::-1] for h in (rows, columns))  # the largest eigenvalue first
        else:
            m = k.beta1 * m + (1 - k.beta1) * g
            v = k.beta2 * v + (1 - k.beta2) * (p.T @ g @ q) ** 2
            m_hat, v_hat = p.T @ m @ q / (1 - k.beta1**t), v / (1 - k.beta2**t)
            x = x - k.lr * k.weight_decay * x - k.lr * p @ (m_hat / (root(v_hat) + k.eps)) @ q.T
            if t % k.refresh == 0:
                p, down = turned(p, rows)
                q, across = turned(q, columns)
                v = v[down][:, across]
        yield x


def turned(basis, h):
    """The basis after one step of orthogonal iteration, its vectors first sorted by their h, and the order."""
    sizes = [-(u @ h @ u) for u in basis.T]
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    return np.array(mp.qr(mp.matrix((h @ basis[:, order]).tolist()))[0].tolist()), order


RULES = {"shampoo": shampoo, "muon": muon, "soap": soap}
