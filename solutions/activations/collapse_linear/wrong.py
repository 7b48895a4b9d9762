"""Wrong answers to collapse_linear."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="multiplies_the_weights")
def cl_reversed(W1, b1, W2, b2):
    """multiplies the weights in the wrong order

    In x @ W1 @ W2, which matrix does x meet first? Can the two change places?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W2 @ W1, b1 @ W2 + b2


@exercise.wrong(fails="multiplies_the_weights")
def cl_elementwise(W1, b1, W2, b2):
    """multiplies the weights element by element instead of as matrices

    What is the difference between * and @ in NumPy?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 * W2, b1 @ W2 + b2


@exercise.wrong(fails="multiplies_the_weights")
def cl_adds_weights(W1, b1, W2, b2):
    """adds the weights of the two layers

    The second layer multiplies what the first one gives. Where would a sum of weights come from?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 + W2, b1 @ W2 + b2


@exercise.wrong(fails="multiplies_the_weights")
def cl_transposes(W1, b1, W2, b2):
    """returns the weights turned on their side, as for W @ x

    x stands on the left: x @ W. Which shape must W have for D inputs and C outputs?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return (W1 @ W2).T, b1 @ W2 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_adds_biases(W1, b1, W2, b2):
    """adds the first bias as it is, though it passes through the second layer

    The first bias is added before the second layer. What does that layer do to it?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_forgets_first_bias(W1, b1, W2, b2):
    """forgets the first bias

    For x = 0, what comes out of the first layer, and then out of the second?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b2.copy()


@exercise.wrong(fails="carries_the_bias_through")
def cl_forgets_second_bias(W1, b1, W2, b2):
    """forgets the second bias

    Multiply (x W1 + b1) W2 + b2 out. How many terms have no x in them?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2


@exercise.wrong(fails="carries_the_bias_through")
def cl_both_biases_through(W1, b1, W2, b2):
    """sends the second bias through the second layer's weights too

    Is the second bias added before or after the multiplication with W2?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (b1 + b2) @ W2


@exercise.wrong(fails="carries_the_bias_through")
def cl_bias_through_first(W1, b1, W2, b2):
    """sends the first bias through its own layer's weights, which it comes after

    When b1 is added, has W1 been applied already?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W1 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_bias_transposed(W1, b1, W2, b2):
    """multiplies the first bias from the wrong side

    b1 stands where x stood, on the left of W2. Is W2 @ b1 the same as b1 @ W2?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, W2 @ b1 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_subtracts_bias(W1, b1, W2, b2):
    """subtracts the second bias

    What sign has b2 when you multiply out?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 - b2


@exercise.wrong(fails="layers_of_any_size")
def cl_row_bias(W1, b1, W2, b2):
    """returns the bias as a row of a matrix, (1, C), where a vector is asked for

    What is the shape of the bias of a Keras layer with C units?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1.reshape(1, -1) @ W2 + b2


@exercise.wrong(fails="layers_of_any_size")
def cl_swaps_results(W1, b1, W2, b2):
    """returns the bias first and the weights second

    In which order does the docstring promise them?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return b1 @ W2 + b2, W1 @ W2


@exercise.wrong(fails="layers_of_any_size")
def cl_weights_only(W1, b1, W2, b2):
    """returns the weights without the bias

    How many things does the docstring promise?
    """
    return np.asarray(W1, float) @ np.asarray(W2, float)


@exercise.wrong(fails="takes_lists_and_integers")
def cl_arrays_only(W1, b1, W2, b2):
    """uses @ on the arguments as they come, and a list has no @

    What could you turn each argument into first?
    """
    return W1 @ W2, b1 @ W2 + b2


@exercise.wrong(fails="leaves_inputs_alone")
def cl_in_place(W1, b1, W2, b2):
    """adds into the second bias that was passed in, so the caller's layer is changed

    Does b2 += something make a new array, or does it write into the one it was given?
    """
    W1, b1, W2 = (np.asarray(a, float) for a in (W1, b1, W2))
    b2 = np.asarray(b2) if np.asarray(b2).dtype.kind == "f" else np.asarray(b2, float)
    b2 += b1 @ W2
    return W1 @ W2, b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_relu_between(W1, b1, W2, b2):
    """puts a ReLU between the layers, on the first bias

    Is there an activation between the two layers?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, np.maximum(b1, 0) @ W2 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_no_biases(W1, b1, W2, b2):
    """forgets both biases

    What do the two layers give for x = 0?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, np.zeros(W2.shape[1])


@exercise.wrong(fails="carries_the_bias_through")
def cl_multiplies_biases(W1, b1, W2, b2):
    """multiplies with the second bias where it should be added

    What do the two layers give for x = 0? Which sign stands before b2 in the docstring?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 * b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_subtracts_first_bias(W1, b1, W2, b2):
    """subtracts the first bias

    What do the two layers give for x = 0? Which sign stands before b1 in the docstring?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b2 - b1 @ W2


@exercise.wrong(fails="carries_the_bias_through")
def cl_sums_the_bias(W1, b1, W2, b2):
    """adds the sum of the first bias instead of sending it through the second layer's weights

    In (x @ W1 + b1) @ W2, what is b1 multiplied by?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1.sum() + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_output_at_ones(W1, b1, W2, b2):
    """takes what the layers give for an x of ones for the bias

    For which x is x @ W + b the bias alone?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (np.ones(len(W1)) @ W1 + b1) @ W2 + b2


@exercise.wrong(fails="carries_the_bias_through")
def cl_column_bias(W1, b1, W2, b2):
    """returns the bias as a column, (C, 1), where a vector is asked for

    Which shape of b does the docstring state?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (b1 @ W2 + b2)[:, None]
