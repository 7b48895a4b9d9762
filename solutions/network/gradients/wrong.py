"""Wrong answers to gradients."""

import numpy as np

from .checks import exercise


# A right answer: many of the wrong ones are this one with one slip in it.
def backwards(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


# The same, with masks from what goes into relu.
def backwards_from_z(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = p - np.eye(len(b3))[y]",
    fails="any_layer_sizes",
)
def grad_sums():
    """adds the losses of the samples up instead of averaging them

    Should the gradient grow when every sample stands in the batch twice?
    """


@exercise.slip(
    base=backwards,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [X.T @ d1, d1.mean(axis=0), h1.T @ d2, d2.mean(axis=0), h2.T @ d3, d3.mean(axis=0)]",
    fails="any_layer_sizes",
)
def grad_bias_mean():
    """averages the rows of delta for the biases, although delta already holds the 1/N

    A bias is a weight whose input is always 1. What does h.T @ delta give for a column of ones?
    """


@exercise.slip(
    base=backwards,
    old="""
        d2 = d3 @ W3.T * (h2 > 0)
        d1 = d2 @ W2.T * (h1 > 0)
    """,
    new="""
        d2 = d3 @ W3.T
        d1 = d2 @ W2.T
    """,
    fails="units_that_are_off",
)
def grad_without_mask():
    """lets gradients pass through units that relu had switched off

    How much does a unit's output change when its input moves from -3 to -2.9?
    """


@exercise.slip(
    base=backwards,
    old="d1 = d2 @ W2.T * (h1 > 0)",
    new="d1 = d2 @ W2.T",
    fails="units_that_are_off",
)
def grad_masks_one_layer():
    """applies relu's mask in the second hidden layer only

    Two layers have a relu. On the way down, how many masks do you pass?
    """


@exercise.slip(
    base=backwards,
    old="""
        d2 = d3 @ W3.T * (h2 > 0)
        d1 = d2 @ W2.T * (h1 > 0)
    """,
    new="""
        d2 = np.maximum(d3 @ W3.T, 0)
        d1 = np.maximum(d2 @ W2.T, 0)
    """,
    fails="units_that_are_off",
)
def grad_masks_the_gradient():
    """applies relu to the gradient itself, so nothing negative travels back

    What decides whether a unit passes its gradient on: the sign of the gradient, or whether the unit was on?
    """


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (np.eye(len(b3))[y] - p) / len(X)",
    fails="any_layer_sizes",
)
def grad_wrong_sign():
    """has the opposite sign: it points down the slope instead of up

    A gradient says how the loss changes when a weight grows. Which way does the optimizer go then?
    """


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = p / len(X)",
    fails="any_layer_sizes",
)
def grad_without_one_hot():
    """forgets to subtract the one-hot labels, so the truth never enters

    Where in your code does y matter?
    """


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (z - np.eye(len(b3))[y]) / len(X)",
    fails="any_layer_sizes",
)
def grad_without_softmax():
    """subtracts the labels from the logits instead of from the probabilities

    Which of the two lies between 0 and 1, as the one-hot rows do?
    """


@exercise.slip(
    base=backwards,
    old="""
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
    """,
    new="""
        with np.errstate(all="ignore"):
            p = np.exp(z)
            p = p / p.sum(axis=1, keepdims=True)
    """,
    fails="logits_of_any_size",
)
def grad_overflows():
    """computes softmax without subtracting the largest logit first, so large ones overflow

    What is np.exp(1000)? And inf / inf?
    """


@exercise.slip(
    base=backwards,
    old="""
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
    """,
    new="""
        with np.errstate(all="ignore"):
            p = np.exp(z - z.max())
            p = p / p.sum(axis=1, keepdims=True)
    """,
    fails="logits_of_any_size",
)
def grad_maximum_of_batch():
    """subtracts the largest logit of the whole batch, so rows with smaller ones underflow to 0 / 0

    Each row is a distribution of its own. Which maximum should it lose?
    """


@exercise.slip(
    base=backwards,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [X.T @ d1, h1.T @ d2, h2.T @ d3, d1.sum(axis=0), d2.sum(axis=0), d3.sum(axis=0)]",
    fails="any_layer_sizes",
)
def grad_other_order():
    """returns the three matrices first and then the biases

    In which order do the weights come in?
    """


@exercise.slip(
    base=backwards,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [d1.T @ X, d1.sum(axis=0), d2.T @ h1, d2.sum(axis=0), d3.T @ h2, d3.sum(axis=0)]",
    fails="any_layer_sizes",
)
def grad_transposed():
    """returns the gradients of the matrices transposed

    Which shape must the gradient of W1 have so that you can subtract it from W1?
    """


@exercise.wrong(fails="any_layer_sizes")
def grad_bias_rows(weights, X, y):
    """keeps the biases' gradients as (1, H) rows

    What is the shape of b1? And of d.sum(axis=0, keepdims=True)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [
        X.T @ d1,
        d1.sum(axis=0, keepdims=True),
        h1.T @ d2,
        d2.sum(axis=0, keepdims=True),
        h2.T @ d3,
        d3.sum(axis=0, keepdims=True),
    ]


@exercise.slip(
    base=backwards,
    old="X, y = np.asarray(X, float), np.asarray(y)",
    new="",
    fails="takes_lists_and_integers",
)
def grad_needs_arrays():
    """expects arrays: a list has no .T

    What could you do with X and y first, so that lists and arrays are the same to the rest of your code?
    """


@exercise.wrong(fails="leaves_inputs_alone")
def grad_averages_in_place(weights, X, y):
    """writes into the arrays that were passed in, so the caller's samples or weights change

    Does X /= N make a new array, or does it write into the one it was given?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X), np.asarray(y)
    if X.dtype.kind != "f":
        X = X.astype(float)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p - np.eye(len(b3))[y]
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    for h in (X, h1, h2):
        h /= len(X)
    return [X.T @ d1, d1.mean(axis=0), h1.T @ d2, d2.mean(axis=0), h2.T @ d3, d3.mean(axis=0)]


@exercise.slip(
    base=backwards_from_z,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (p - np.eye(len(b3))[y]) / p.size",
    fails="any_layer_sizes",
)
def grad_mean_of_everything():
    """divides by the number of logits, samples times classes

    The loss is one number per sample. Over what is its mean taken?
    """


@exercise.slip(
    base=backwards_from_z,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [X.T @ d1, d1.sum(axis=0), z1.T @ d2, d2.sum(axis=0), z2.T @ d3, d3.sum(axis=0)]",
    fails="any_layer_sizes",
)
def grad_before_relu():
    """multiplies with the sums before relu, not with what the layer gave on

    W2 is multiplied by something in the forward pass. By what exactly?
    """


@exercise.slip(
    base=backwards_from_z,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [g / len(X) for g in (X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0))]",
    fails="any_layer_sizes",
)
def grad_averages_twice():
    """divides by the number of samples twice, in the error and again in each product

    How often is the mean over the samples taken in the loss?
    """


@exercise.slip(
    base=backwards_from_z,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (p - np.eye(len(b3))[y]) / len(X) * (z > 0)",
    fails="any_layer_sizes",
)
def grad_masks_the_logits():
    """cuts the error where a logit is negative, as if there were a relu after the last layer

    After which layers is there a relu?
    """


@exercise.slip(
    base=backwards_from_z,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="""
        p[:, y] -= 1
        d3 = p / len(X)
    """,
    fails="any_layer_sizes",
)
def grad_subtracts_from_columns():
    """subtracts 1 from whole columns, p[:, y], instead of from one place in each row

    How many numbers should a batch of three samples change in p? How many does p[:, y] take?
    """


@exercise.slip(
    base=backwards_from_z,
    old="""
        d2 = d3 @ W3.T * (z2 > 0)
        d1 = d2 @ W2.T * (z1 > 0)
    """,
    new="""
        d2 = d3 @ W3.T * h2
        d1 = d2 @ W2.T * h1
    """,
    fails="any_layer_sizes",
)
def grad_values_as_mask():
    """multiplies by the values of the units, where 1 for on and 0 for off is meant

    What is the slope of relu at 0.3, and at 30?
    """


@exercise.slip(
    base=backwards_from_z,
    old="d2 = d3 @ W3.T * (z2 > 0)",
    new="d2 = d3 @ W3.T * 1.0",
    fails="any_layer_sizes",
)
def grad_mask_of_the_second_only():
    """lets the error pass the second relu unhindered and stops it at the first only

    How many relus does the error meet on its way back to W1?
    """


@exercise.wrong(fails="any_layer_sizes")
def grad_bias_sum(weights, X, y):
    """divides the gradients of the matrices by N, but not those of the biases

    The loss is a mean over the samples. For which of its six gradients is that true?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p - np.eye(len(b3))[y]
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [
        X.T @ d1 / len(X), d1.sum(axis=0), h1.T @ d2 / len(X), d2.sum(axis=0), h2.T @ d3 / len(X), d3.sum(axis=0)
    ]


@exercise.slip(
    base=backwards,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [h2.T @ d3, d3.sum(axis=0), h1.T @ d2, d2.sum(axis=0), X.T @ d1, d1.sum(axis=0)]",
    fails="any_layer_sizes",
)
def grad_last_layer_first():
    """returns the gradients in the order in which they are found, the last layer first

    Backpropagation begins at the end. In which order are the weights?
    """


@exercise.slip(
    base=backwards,
    old="""
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
    """,
    new="""
        p = np.exp(z - z.max(axis=0))
        p /= p.sum(axis=0)
    """,
    fails="any_layer_sizes",
)
def grad_softmax_over_samples():
    """takes the softmax over the samples, not over the classes

    Which numbers must add up to 1: those of a row, or those of a column?
    """


@exercise.slip(
    base=backwards,
    old="return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    new="return [X.T @ d1, d1, h1.T @ d2, d2, h2.T @ d3, d3]",
    fails="any_layer_sizes",
)
def grad_bias_for_each_sample():
    """returns a bias gradient for each sample, not their sum

    What shape has b1, and what shape has the gradient that you return for it?
    """


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (p - np.eye(len(b3))[y]) * p * (1 - p) / len(X)",
    fails="any_layer_sizes",
)
def grad_derivative_twice():
    """multiplies by p (1 - p) as well, although p minus one-hot has softmax's derivative in it already

    What is d loss / d logits of softmax and crossentropy together? What is left to multiply by?
    """


@exercise.slip(
    base=backwards,
    old="""
        d2 = d3 @ W3.T * (h2 > 0)
        d1 = d2 @ W2.T * (h1 > 0)
    """,
    new="""
        d2 = d3 @ W3.T * h2 * (1 - h2)
        d1 = d2 @ W2.T * h1 * (1 - h1)
    """,
    fails="units_that_are_off",
)
def grad_sigmoid_derivative():
    """takes h (1 - h), the derivative of a sigmoid, for that of relu

    Which activation have the hidden layers? How steep is it at 3, and at -3?
    """


@exercise.slip(
    base=backwards,
    old="d3 = (p - np.eye(len(b3))[y]) / len(X)",
    new="d3 = (p - y[:, None]) / len(X)",
    fails="any_layer_sizes",
)
def grad_subtracts_the_labels():
    """subtracts the labels themselves, not their one-hot rows

    Label 3 of ten classes: from which of the ten probabilities is 1 subtracted?
    """
