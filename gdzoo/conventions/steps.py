"""The steps of others, where theirs are not ours: with our names of the knobs, so that the difference is all there is to see."""

from typing import NamedTuple

import numpy as np

from ..newton_schulz import newton_schulz
from ..optimizers.adam.adam import Moments
from ..optimizers.adam.adan import Differences
from ..optimizers.adam.lengths import Distance
from ..optimizers.adam.maxima import Infinity, MaxMoments
from ..optimizers.adam.warming import NesterovMoments, rectification
from ..optimizers.adaptive.adagrad import Squares
from ..optimizers.adaptive.rmsprop import Spread
from ..optimizers.momentum.heavy_ball import Average, Velocity
from ..optimizers.second_order.sophia import Curvatures, refreshed
from ..optimizers.signs.rprop import Strides
from ..oracles import norm
from ..rules import RULES, Rule


def folded(f, x, s: Velocity, t, *, lr, beta):
    """Momentum whose velocity holds the learning rate: it is the last move."""
    v = beta * s.v - lr * f.grad(x)
    return x + v, Velocity(v)


def folded_nesterov(f, x, s: Velocity, t, *, lr, beta):
    """The same for Nesterov's momentum, with the gradient taken at x."""
    g = f.grad(x)
    v = beta * s.v - lr * g
    return x + beta * v - lr * g, Velocity(v)


def lars_paper(f, x, s: Velocity, t, *, lr, beta, trust, weight_decay):
    """LARS with the norms of the gradient and of the decay added up, not the norm of their sum."""
    g = f.grad(x)
    length = norm(f, g) + weight_decay * norm(f, x)
    ratio = np.where((norm(f, x) > 0) & (length > 0), trust * norm(f, x) / length, 1)
    v = beta * s.v + lr * ratio * (g + weight_decay * x)
    return x - v, Velocity(v)


def normalized(f, x, s, t, *, lr, eps):
    """A step of fixed length down the slope, with eps added to the norm of the gradient."""
    g = f.grad(x)
    return x - lr * g / (norm(f, g) + eps), s


def lion_once(f, x, s: Average, t, *, lr, beta, beta2):
    """Lion without decay, ``beta`` being the memory of its step."""
    return RULES["lion"].step(f, x, s, t, lr=lr, beta1=beta, beta2=beta2)


class Late(NamedTuple):
    strides: Strides
    update: np.ndarray  # what the next step will apply, like x


def rprop_late_step(f, x, s: Late, t, **knobs):
    """Rprop that applies in every step the update of the one before, or none where the sign has just turned."""
    new, strides = RULES["rprop"].step(f, x, s.strides, t, **knobs)
    return x + np.where(strides.g == 0, 0, s.update), Late(strides, new - x)


rprop_late = Rule(
    rprop_late_step,
    knobs=RULES["rprop"].knobs,
    init=lambda f, x0, **knobs: Late(RULES["rprop"].init(f, x0, **knobs), np.zeros_like(x0)),
)


def adagrad_inside(f, x, s: Squares, t, *, lr, eps, initial_accumulator_value):
    """AdaGrad whose sum starts above 0, with eps inside the root."""
    g = f.grad(x)
    v = s.v + g**2
    total = v + initial_accumulator_value
    return x - lr * np.where(total > 0, g / np.sqrt(total + eps), 0), Squares(v)


def rmsprop_inside(f, x, s: Squares, t, *, lr, beta, eps, eps_in_sqrt=True):
    """RMSprop with eps inside the root, unless it is told otherwise."""
    g = f.grad(x)
    v = beta * s.v + (1 - beta) * g**2
    return x - lr * g / np.where(eps_in_sqrt, np.sqrt(v + eps), np.sqrt(v) + eps), Squares(v)


def rmsprop_centered_inside(f, x, s: Spread, t, *, lr, beta, eps, eps_in_sqrt=True):
    """Centered RMSprop with eps inside the root, unless it is told otherwise."""
    g = f.grad(x)
    v = beta * s.v + (1 - beta) * g**2
    m = beta * s.m + (1 - beta) * g
    return x - lr * g / np.where(eps_in_sqrt, np.sqrt(v - m**2 + eps), np.sqrt(v - m**2) + eps), Spread(v, m)


def adam_hat(f, x, s: Moments, t, *, lr, beta1, beta2, eps, weight_decay=0.0):
    """Adam whose eps is added before the correction; the decay of AdamW beside it."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return (1 - lr * weight_decay) * x - rate * m / (np.sqrt(v) + eps), Moments(m, v)


def adamw_paper(f, x, s: Moments, t, *, lr, beta1, beta2, eps, weight_decay):
    """AdamW whose decay is not multiplied by the learning rate."""
    new, s = RULES["adam"].step(f, x, s, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return new - weight_decay * x, s


def adam_l2(f, x, s: Moments, t, *, lr, beta1, beta2, eps, weight_decay):
    """Adam on a penalty: the decay is part of the gradient, and divided like it."""
    g = f.grad(x) + weight_decay * x
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    return x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), Moments(m, v)


def amsgrad_corrected(f, x, s: MaxMoments, t, *, lr, beta1, beta2, eps):
    """AMSGrad with the maximum of the corrected v."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    v_max = np.maximum(s.v_max, v / (1 - beta2**t))
    return x - lr * m / (1 - beta1**t) / (np.sqrt(v_max) + eps), MaxMoments(m, v, v_max)


def amsgrad_paper(f, x, s: MaxMoments, t, *, lr, beta1, beta2):
    """AMSGrad as it was published: no correction, no eps."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    v_max = np.maximum(s.v_max, v)
    return x - lr * m / np.sqrt(v_max), MaxMoments(m, v, v_max)


def adamax_outside(f, x, s: Infinity, t, *, lr, beta1, beta2, eps):
    """AdaMax with eps beside the maximum."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    u = np.maximum(beta2 * s.u, np.abs(g))
    return x - lr * m / (1 - beta1**t) / (u + eps), Infinity(m, u)


def nadam_steady(f, x, s: Moments, t, *, lr, beta1, beta2, eps):
    """NAdam whose momentum does not warm up."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_bar = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    return x - lr * m_bar / (np.sqrt(v / (1 - beta2**t)) + eps), Moments(m, v)


def nadam_fast_step(f, x, s: NesterovMoments, t, **knobs):
    """NAdam whose momentum warms up within some 70 steps."""
    return RULES["nadam"].step(f, x, s, t, momentum_decay=1.0, **knobs)


nadam_fast = Rule(
    nadam_fast_step,
    knobs={name: knob for name, knob in RULES["nadam"].knobs.items() if name != "momentum_decay"},
    init=RULES["nadam"].init,
)


def radam_corrected(f, x, s: Moments, t, *, lr, beta1, beta2, eps):
    """RAdam with eps added to the root of the corrected v."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat, r = m / (1 - beta1**t), rectification(beta2, t)
    adaptive = r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)
    return x - lr * np.where(r > 0, adaptive, m_hat), Moments(m, v)


def yogi_lifted_step(f, x, s: Moments, t, *, initial_accumulator_value, **knobs):
    """Yogi whose averages both start above 0."""
    s = Moments(s.m + initial_accumulator_value, s.v + initial_accumulator_value) if t == 1 else s
    return RULES["yogi"].step(f, x, s, t, **knobs)


yogi_lifted = Rule(yogi_lifted_step, knobs=RULES["yogi"].knobs)


def prodigy_plain_step(f, x, s: Distance, t, *, lr, beta1, beta2, use_bias_correction, **knobs):
    """Prodigy that corrects its averages for their start at 0 only on request."""
    correction = np.sqrt(1 - beta2**t) / (1 - beta1**t)
    rate = lr * np.where(use_bias_correction, 1, 1 / correction)
    return RULES["prodigy"].step(f, x, s, t, lr=rate, beta1=beta1, beta2=beta2, **knobs)


prodigy_plain = Rule(prodigy_plain_step, knobs=RULES["prodigy"].knobs, init=RULES["prodigy"].init)


def adan_complement(f, x, s: Differences, t, *, lr, beta1, beta2, beta3, eps, weight_decay, eps_root):
    """Adan that weighs the change of the gradient by 1 - beta2, has another eps in the root, and decays as AdamW does."""
    g = f.grad(x)
    d = g - s.g if t > 1 else np.zeros_like(g)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * d
    n = beta3 * s.n + (1 - beta3) * (g + (1 - beta2) * d) ** 2
    m_hat, v_hat, n_hat = m / (1 - beta1**t), v / (1 - beta2**t), n / (1 - beta3**t)
    u = (m_hat + (1 - beta2) * v_hat) / (np.sqrt(n_hat + eps_root) + eps)
    return (1 - lr * weight_decay) * x - lr * u, Differences(g, m, v, n)


def lamb_beside(f, x, s: Moments, t, *, lr, beta1, beta2, eps, weight_decay):
    """LAMB that decays x before it measures its length, and leaves the decay out of the step."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    x = (1 - lr * weight_decay) * x
    size, length = norm(f, x), norm(f, u)
    return x - lr * np.where((size == 0) | (length == 0), 1, size / length) * u, Moments(m, v)


def sophia_behind(f, x, s: Curvatures, t, *, lr, beta1, beta2, gamma, eps, weight_decay, refresh):
    """Sophia that corrects m, and looks at the curvature after it was used."""
    m = beta1 * s.m + (1 - beta1) * f.grad(x)
    u = np.clip(m / (1 - beta1**t) / np.maximum(gamma * s.h, eps), -1, 1)
    h = refreshed(f, x, s.h, (t - 1) % refresh == 0, beta2)
    return x - lr * weight_decay * x - lr * u, Curvatures(m, h)


def muon_average(f, x, s: Average, t, *, lr, beta, nesterov, ns_steps, weight_decay):
    """Muon whose velocity is an average, and its look ahead too."""
    g = f.grad(x)
    m = beta * s.m + (1 - beta) * g
    u = np.where(nesterov, (1 - beta) * g + beta * m, m)
    scale = np.sqrt(max(1, x.shape[0] / x.shape[1]))
    return (1 - lr * weight_decay) * x - lr * scale * newton_schulz(u, int(ns_steps)), Average(m)
