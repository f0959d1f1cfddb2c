"""What theory says of each rule is what its runs do. (Rates on quadratics: test_analysis.)"""

import numpy as np
import pytest

import gdzoo
from tests.gdzoo.objectives import plane

minimize = gdzoo.minimize


def columns(n):
    return np.ones((1, n))


def test_gd_on_a_quadratic_multiplies_each_eigencomponent_by_one_minus_lr_lambda():
    f = gdzoo.LANDSCAPES["ravine"](kappa=37, angle=0.7)
    lr, k = 0.047, np.arange(31)
    along, across = np.array([np.cos(0.7), np.sin(0.7)]), np.array([-np.sin(0.7), np.cos(0.7)])
    run = minimize("gd", f, 1.3 * along - 0.7 * across, 30, lr=lr)
    np.testing.assert_allclose(run.x @ along, 1.3 * (1 - lr) ** k, rtol=1e-12)
    np.testing.assert_allclose(run.x @ across, -0.7 * (1 - 37 * lr) ** k, rtol=1e-10)


def test_gd_at_two_over_the_curvature_goes_round_in_two_points():
    run = minimize("gd", "parabola", [0.7], 6, lr=1.0)
    assert run.x[:, 0].tolist() == [0.7, -0.7] * 3 + [0.7]


def test_the_descent_lemma_bounds_every_step():
    """f(x') <= f(x) - lr (1 - lr L / 2) |g|^2 wherever the curvature is at most L; here L = 19/4 everywhere."""
    lr, L = 0.3, 19 / 4
    run = minimize("gd", "wavy", [np.linspace(-4.9, 4.9, 50)], 40, lr=lr)
    assert (run.f[1:] <= run.f[:-1] - lr * (1 - lr * L / 2) * run.grad_norm[:-1] ** 2 + 1e-12).all()


def test_momentum_under_a_constant_slope_reaches_speed_lr_over_one_minus_beta(fed):
    run = minimize("momentum", fed(np.full(200, 2.0)), [0.0], 200, lr=0.01, beta=0.9, bound=1e9)
    assert run.x[-2, 0] - run.x[-1, 0] == pytest.approx(2 * 0.01 / (1 - 0.9))


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_adams_first_step_is_lr_times_the_sign(scale):
    step = np.diff(minimize("adam", plane(scale, -7 * scale), [0.0, 0.0], 1, lr=0.37, eps=0).x, axis=0)[0]
    np.testing.assert_allclose(step, [-0.37, 0.37], rtol=1e-14)


def test_the_uncorrected_first_steps_are_too_long():
    for rule in "adam_uncorrected", "rmsprop":
        x = minimize(rule, "parabola", [5.0], 1, lr=1.0, eps=0).x[:, 0]
        assert x[0] - x[1] == pytest.approx(3.16228, abs=5e-6)  # 0.1 / sqrt(0.001), and 1 / sqrt(0.1)


def test_correction_divides_out_exactly_the_weight_of_the_start(fed):
    """Under a constant gradient the corrected averages are g and g^2 at once: every step of Adam has length lr."""
    run = minimize("adam", fed(np.full(50, -3.7)), [0.0], 50, lr=0.01, eps=0)
    np.testing.assert_allclose(np.diff(run.x[:, 0]), 0.01, rtol=1e-11)


def test_the_longest_possible_step_of_adam_is_7_27029_lr(fed):
    """Cauchy-Schwarz bounds |m| / sqrt(v); gradients that grow by beta2 / beta1 per step attain it, others do not."""
    beta1, beta2 = 0.9, 0.999
    bound = (1 - beta1) / np.sqrt(1 - beta2) / np.sqrt(1 - beta1**2 / beta2)
    assert bound == pytest.approx(7.27029, abs=5e-6)

    def last_step(growth):
        grads = growth ** np.arange(400.0)
        run = minimize("adam_uncorrected", fed(grads), [0.0], 400, lr=1.0, beta1=beta1, beta2=beta2, eps=0)
        return run.x[-2, 0] - run.x[-1, 0]

    assert last_step(beta2 / beta1) == pytest.approx(bound, rel=1e-9)
    assert last_step(1.05) < bound
    assert last_step(1.2) < bound


@pytest.mark.parametrize("seed", range(5))
def test_with_equal_betas_no_step_of_adam_is_longer_than_lr(seed, fed):
    grads = np.random.default_rng(seed).standard_cauchy(300)
    run = minimize("adam", fed(grads), [0.0], 300, lr=1.0, beta1=0.9, beta2=0.9, eps=0)
    assert np.abs(np.diff(run.x[:, 0])).max() <= 1 + 1e-12


@pytest.mark.parametrize(("rule", "end"), [("adam", 1), ("amsgrad", -1)])
def test_reddis_example_drives_adam_to_the_wrong_end_and_does_not_deceive_amsgrad(rule, end):
    """Slopes 3, -1, -1, ... on [-1, 1]: their mean is positive, so -1 is best, yet Adam goes to +1."""
    rule, x = gdzoo.RULES[rule], np.zeros(1)
    s = rule.init(None, x)
    for t in range(1, 3001):
        x, s = rule(plane(3.0 if t % 3 == 1 else -1.0), x, s, t, lr=0.1 / np.sqrt(t), beta1=0.0, beta2=0.1)
        x = x.clip(-1, 1)
    assert abs(x[0] - end) < 0.1


def test_rmsprop_does_not_settle_below_its_rate():
    late = np.abs(minimize("rmsprop", "parabola", [1.0], 2000, lr=0.01).x[1000:, 0])
    assert 0.001 < late.max() < 0.05


@pytest.mark.parametrize("lr", [0.05, 0.4, 0.8])
def test_noise_holds_gd_at_its_stationary_variance(lr, quadratic):
    """lr sigma^2 / (lambda (2 - lr lambda)), over 20,000 runs."""
    curvature, sigma = 1.7, 0.3
    run = minimize("gd", gdzoo.Noisy(quadratic(curvature), sigma, seed=1), columns(20000), 150, lr=lr, every=150)
    predicted = lr * sigma**2 / (curvature * (2 - lr * curvature))
    assert run.x[-1].var() == pytest.approx(predicted, rel=0.04)


@pytest.mark.parametrize("beta", [0.5, 0.9])
def test_momentum_multiplies_the_noise_floor(beta, quadratic):
    curvature, sigma, lr = 1.7, 0.3, 0.2
    run = minimize(
        "momentum", gdzoo.Noisy(quadratic(curvature), sigma, seed=2), columns(20000), 200, lr=lr, beta=beta, every=200
    )
    predicted = lr * sigma**2 * (1 + beta) / (curvature * (1 - beta) * (2 * (1 + beta) - lr * curvature))
    assert run.x[-1].var() == pytest.approx(predicted, rel=0.04)


def test_expected_losses_are_the_mean_of_many_runs_under_any_schedule():
    bowl, sigma, start = gdzoo.LANDSCAPES["valley"], 2.0, np.array([-2.5, 1.2])
    rates = gdzoo.schedules.through([0.06, 0.01, 0.05, 0.001], 80)
    runs = minimize("gd", gdzoo.Noisy(bowl, sigma, seed=3), np.repeat(start[:, None], 20000, axis=1), 80, lr=rates)
    predicted = gdzoo.analysis.expected_losses(bowl.eigenvalues, start, sigma, rates(np.arange(80)))
    np.testing.assert_allclose(runs.f.mean(1), predicted, rtol=0.03)


def test_expected_losses_settle_on_the_noise_floor_and_without_noise_they_are_the_run():
    curvatures, start = np.array([1.0, 7.0]), np.array([0.3, -2.0])
    settled = gdzoo.analysis.expected_losses(curvatures, start, 0.5, np.full(2000, 0.2))[-1]
    floor = curvatures * gdzoo.analysis.noise_floor("gd", curvatures, 0.5, 0.2) / 2
    assert settled == pytest.approx(floor.sum(), rel=1e-12)
    quiet = gdzoo.analysis.expected_losses(curvatures, start, 0.0, np.array([0.1, 0.25]))
    x = start.copy()
    for t, lr in enumerate([0.1, 0.25]):
        assert quiet[t] == pytest.approx((curvatures * x**2 / 2).sum(), rel=1e-14)
        x = x - lr * curvatures * x


def test_expected_losses_of_a_batch_of_rates_are_those_of_each():
    rates = np.random.default_rng(0).uniform(0, 0.2, (30, 3, 2))
    together = gdzoo.analysis.expected_losses([1.0, 4.0], [2.0, 1.0], 0.7, rates)
    assert together.shape == (31, 3, 2)
    alone = gdzoo.analysis.expected_losses([1.0, 4.0], [2.0, 1.0], 0.7, rates[:, 2, 1])
    np.testing.assert_allclose(together[:, 2, 1], alone, rtol=1e-14)


@pytest.mark.parametrize(("lr", "distance"), [(0.013, 1e-4), (0.037, 1e-9)])
def test_the_escape_from_a_saddle_is_logarithmic_in_the_distance_from_its_ridge(lr, distance):
    """ln(R / d) / ln(1 + lr |lambda|) steps, here with lambda = -2."""
    run = minimize("gd", "saddle", [1.0, distance], 2000, lr=lr, bound=5)
    assert run.escaped_at == np.ceil(np.log(5 / distance) / np.log(1 + 2 * lr))


def test_gd_started_on_the_ridge_never_leaves_it():
    run = minimize("gd", "saddle", [1.0, 0.0], 500, lr=0.1)
    assert (run.x[:, 1] == 0).all()
    assert abs(run.x[-1, 0]) < 1e-12


def test_turning_a_ravine_leaves_gd_alone_and_cripples_adam():
    """kappa = 100, 300 steps from (1, 1) in the ravine's own axes."""

    def loss(rule, degrees, lr):
        angle = np.radians(degrees)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        f = gdzoo.LANDSCAPES["ravine"](kappa=100, angle=angle)
        return minimize(rule, f, turn @ [1.0, 1.0], 300, lr=lr).f[-1]

    angles = [0, 15, 30, 45]
    np.testing.assert_allclose([loss("gd", a, 0.0123) for a in angles], loss("gd", 0, 0.0123), rtol=1e-9)
    adam = [loss("adam", a, 0.02) for a in angles]
    assert 5e-12 < adam[0] < 9e-12
    assert np.round(adam[1:], 2).tolist() == [0.36, 0.42, 0.29]
