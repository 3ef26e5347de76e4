"""Prints the optima that LogisticRegressionOptimaTests compares with.

    python3 optima.py        # scikit-learn 1.9.1, numpy 2.4.6

The data comes from SplitMix64, as in Examples.swift, so that nothing but numbers is stored. The
objective is sum of weighted log losses + ||W||^2 / (2 C) with free intercepts.
"""
import math
import numpy as np
from sklearn.linear_model import LogisticRegression

MASK = (1 << 64) - 1


class Generator:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def number(self):
        value = self.next()
        return (value - (1 << 64) if value >> 63 else value) * 2.0**-63


def examples(rows, columns, classes, density, seed):
    generator = Generator(seed)
    x = np.zeros((rows, columns))
    y = np.zeros(rows, dtype=int)
    for row in range(rows):
        for column in range(columns):
            draw = generator.number()
            if abs(draw) < density:
                x[row, column] = draw / density * (1 + column % 3)
        score = [
            sum(x[row, column] * math.cos(column + 2 * label) for column in range(columns))
            + 2 * generator.number()
            for label in range(classes)
        ]
        y[row] = max(range(classes), key=lambda label: (score[label], -label))
    return x, y


# rows, columns, classes, density, C, seed
CASES = [
    (80, 6, 3, 1.0, 1.0, 1),
    (120, 40, 3, 0.15, 10.0, 2),
    (60, 90, 4, 0.1, 1.0, 3),
    (200, 12, 5, 0.5, 0.05, 4),
    (150, 25, 3, 0.3, 100.0, 5),
    (300, 8, 7, 0.9, 0.5, 6),
]

for rows, columns, classes, density, c, seed in CASES:
    x, y = examples(rows, columns, classes, density, seed)
    model = LogisticRegression(C=c, solver="newton-cg", tol=1e-13, max_iter=100_000).fit(x, y)
    z = x @ model.coef_.T + model.intercept_
    peak = z.max(axis=1)
    total = peak + np.log(np.exp(z - peak[:, None]).sum(axis=1))
    value = (total - z[np.arange(rows), y]).sum() + (model.coef_**2).sum() / (2 * c)
    print(f"({rows}, {columns}, {classes}, {density}, {c}, {seed}, {float(value)!r}),")
