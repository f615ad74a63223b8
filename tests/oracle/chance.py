"""Prints how often a mark of reliable change comes by chance over n sessions.

The model: every total is a true score that never changes, plus an independent normal error of standard deviation 1. A
mark is a difference of two totals beyond c = 1.96 * sqrt(2). Against the previous total, the probability that at least
one of n - 1 totals has a mark follows from the density of the last error among series without one, extended total by
total: g_1 = phi, g_(n+1)(y) = phi(y) * integral of g_n from y - c to y + c. Against the first total it is one integral
over the first error. Both are trapezoidal sums.

`chance.py` prints the two tables of src/trend/chance.rs, a line each: for each percentage from 5 to 99, the smallest n
up to 1,000 whose probability rounds to it or more. `chance.py --rows` prints n and both percentages; `chance.py
--simulate` prints estimates from random series beside some of them, with their standard errors.
"""

import math
import random
import sys

LIMIT = 1.96 * math.sqrt(2)
REACH = 9.0
STEPS = 3600
STEP = 2 * REACH / STEPS
GRID = [-REACH + index * STEP for index in range(STEPS + 1)]
DENSITY = [math.exp(-error * error / 2) / math.sqrt(2 * math.pi) for error in GRID]
SESSIONS = 1000


def normal(error):
    return (1 + math.erf(error / math.sqrt(2))) / 2


def against_previous():
    """Yields the probability for 1, 2, 3 ... totals."""
    density = DENSITY
    while True:
        yield 1 - sum(density) * STEP
        integral = [0.0]
        for left, right in zip(density, density[1:]):
            integral.append(integral[-1] + (left + right) / 2 * STEP)

        def up_to(error):
            position = min(max((error + REACH) / STEP, 0), STEPS)
            index = min(int(position), STEPS - 1)
            return integral[index] + (integral[index + 1] - integral[index]) * (position - index)

        density = [
            weight * (up_to(error + LIMIT) - up_to(error - LIMIT)) for weight, error in zip(DENSITY, GRID)
        ]


def against_first():
    """Yields the probability for 1, 2, 3 ... totals."""
    near = [normal(error + LIMIT) - normal(error - LIMIT) for error in GRID]
    weights = DENSITY
    while True:
        yield 1 - sum(weights) * STEP
        weights = [weight * share for weight, share in zip(weights, near)]


def simulated(sessions, series, seed=1):
    """Returns both probabilities as estimated from random series."""
    source = random.Random(seed)
    previous = first = 0
    for _ in range(series):
        errors = [source.gauss(0, 1) for _ in range(sessions)]
        previous += any(abs(one - other) > LIMIT for one, other in zip(errors, errors[1:]))
        first += any(abs(error - errors[0]) > LIMIT for error in errors[1:])
    return previous / series, first / series


def simulation(rows):
    series = 200_000
    for count, *exact in rows[:20]:
        if count in (2, 5, 12, 20):
            for name, value, estimate in zip(("previous", "first"), exact, simulated(count, series)):
                error = math.sqrt(value * (1 - value) / series)
                print(f"{count} {name}: {value:.4f} exact, {estimate:.4f} simulated, standard error {error:.4f}")


def main():
    rows = list(zip(range(1, SESSIONS + 1), against_previous(), against_first()))
    if "--simulate" in sys.argv:
        simulation(rows)
    elif "--rows" in sys.argv:
        for count, previous, first in rows:
            print(count, f"{previous * 100:.2f}", f"{first * 100:.2f}")
    else:
        for column in (1, 2):
            percentages = [(row[0], round(row[column] * 100)) for row in rows]
            smallest = [[n for n, found in percentages if found >= wanted][:1] for wanted in range(5, 100)]
            print(*[n for found in smallest for n in found])


if __name__ == "__main__":
    main()
