"""A landscape as PyTorch differentiates it."""

import torch
from landscapes import LANDSCAPES

torch.set_default_dtype(torch.float64)


class Autograd:
    """value, grad and hess of a landscape; points and derivatives are lists."""

    def __init__(self, name, parameters):
        known = {key: torch.tensor(number) for key, number in parameters.items()}
        self.formula = lambda x: LANDSCAPES[name](torch, x, **known)

    def value(self, x):
        return self.formula(torch.tensor(x)).item()

    def grad(self, x, t=None):
        return torch.func.grad(self.formula)(torch.tensor(x)).tolist()

    def hess(self, x):
        return torch.func.hessian(self.formula)(torch.tensor(x)).tolist()
