"""What several exercises of the logits lesson use."""

import numpy as np

FLOAT64 = "Keras computes in float64 here; near a million one rounding is 1e-10, and a few of them add up"
NEAR_A_MILLION = (
    "at a million rtol 1e-5 would be 10 and forgive everything that is asked for; float64 itself steps by "
    "1e-10 there, and z - lse(z) keeps that error as an absolute one, so atol is 1e-8"
)
ONE_NUMBER = (
    "at a million rtol 1e-5 would be 10 and forgive everything that is asked for; a float64 loss that is handed "
    "back as a float32 scalar, which is a float too, is off by 6e-8 of itself, logits in float32 by far more"
)

FLOATS = "whatever the input's type, the arithmetic that follows gives float64"
OWN = "written into an array that the function made itself"
LAST = "of an (N, C) array axis 1 is the last"


def scores(rng, *shape):
    """Ordinary logits, between about -10 and 10."""
    return rng.normal(0, 3, shape)


def uneven(rng, classes, *offsets):
    """Ordinary logits (N, classes), each row moved by its own offset."""
    return rng.normal(0, 2, (len(offsets), classes)) + np.array(offsets)[:, None]


def soft_rows(rng, n, classes):
    """Target distributions (n, classes); every row sums to 1."""
    p = rng.uniform(0.05, 1.0, size=(n, classes))
    return p / p.sum(axis=1, keepdims=True)
