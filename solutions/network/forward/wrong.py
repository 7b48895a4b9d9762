"""Wrong answers to forward."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_relu_on_logits(weights, X):
    """applies relu to the last layer too, so no logit can be negative

    What would a class that the network finds very unlikely get as its logit?
    """
    h = np.asarray(X, float)
    for W, b in zip(weights[::2], weights[1::2]):
        h = np.maximum(h @ W + b, 0)
    return h


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_without_relu(weights, X):
    """leaves relu out, so that the three layers collapse into a single linear one

    What can three matrix products in a row do that one cannot?
    """
    h = np.asarray(X, float)
    for W, b in zip(weights[::2], weights[1::2]):
        h = h @ W + b
    return h


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_one_relu(weights, X):
    """applies relu after the first layer only

    How many hidden layers does this network have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return (np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2) @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_softmax(weights, X):
    """returns probabilities: the loss expects logits and applies softmax itself

    What does the last layer of the model have for an activation? Do your rows sum to 1?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


@exercise.wrong(fails="any_layer_sizes")
def fwd_without_biases(weights, X):
    """uses the three matrices and none of the biases

    What is the output of a dense layer for an input of zeros?
    """
    W1, _, W2, _, W3, _ = weights
    return np.maximum(np.maximum(np.asarray(X, float) @ W1, 0) @ W2, 0) @ W3


@exercise.wrong(fails="any_layer_sizes")
def fwd_bias_after_relu(weights, X):
    """adds the bias after relu instead of before

    The bias decides where a unit switches on. Can it, when relu has already cut?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h = np.maximum(np.asarray(X, float) @ W1, 0) + b1
    return (np.maximum(h @ W2, 0) + b2) @ W3 + b3


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_sigmoid(weights, X):
    """uses a sigmoid in the hidden layers

    Which activation do the hidden layers of this model have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h = 0.5 * (1 + np.tanh((np.asarray(X, float) @ W1 + b1) / 2))
    return 0.5 * (1 + np.tanh((h @ W2 + b2) / 2)) @ W3 + b3


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_leaky(weights, X):
    """lets a part of the negative values through, as leaky relu does

    What does relu make of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z1 = np.asarray(X, float) @ W1 + b1
    z2 = np.where(z1 > 0, z1, 0.2 * z1) @ W2 + b2
    return np.where(z2 > 0, z2, 0.2 * z2) @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_transposed(weights, X):
    """multiplies by the transposed matrices

    W1 has the shape (D, H1). Which product of X, which is (N, D), with it gives (N, H1)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return np.maximum(np.maximum(np.asarray(X, float) @ W1.T + b1, 0) @ W2.T + b2, 0) @ W3.T + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_squeezes(weights, X):
    """drops axes of length 1, so a single sample comes back without its row

    Which shape should the logits of a batch of one sample have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    return np.squeeze(z)


@exercise.wrong(fails="any_layer_sizes")
def fwd_says_the_class(weights, X):
    """returns the class with the largest logit, not the logits

    The loss must know how sure the network is. Does a class number tell?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    return z.argmax(axis=1)


@exercise.wrong(fails="takes_lists_and_integers")
def fwd_needs_an_array(weights, X):
    """expects an array: a list has no .dot

    What could you do with X first, so that lists and arrays are the same to the rest of your code?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return np.maximum(np.maximum(X.dot(W1) + b1, 0).dot(W2) + b2, 0).dot(W3) + b3


@exercise.wrong(fails="takes_lists_and_integers")
def fwd_stays_integer(weights, X):
    """puts the hidden values back into the type of X, which cuts off their decimals where X is whole

    What is left of 0.7 in an array of integers?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X = np.asarray(X)
    h1 = np.maximum(X @ W1 + b1, 0).astype(X.dtype)
    return np.maximum(h1 @ W2 + b2, 0).astype(X.dtype) @ W3 + b3


@exercise.wrong(fails="leaves_inputs_alone")
def fwd_consumes_weights(weights, X):
    """changes the weights, their list or the samples that were passed in, so the caller's own are gone

    What is left in a list after six times pop, and in an array after W *= 2 or X -= 1?
    """
    h = np.asarray(X, float)
    while len(weights) > 2:
        W, b = weights.pop(0), weights.pop(0)
        h = np.maximum(h @ W + b, 0)
    return h @ weights.pop(0) + weights.pop(0)


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_second_relu_only(weights, X):
    """applies relu after the second layer only

    How many hidden layers are there, and what follows each of them?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.asarray(X, float) @ W1 + b1
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_log_softmax(weights, X):
    """returns the logarithms of probabilities, which are no logits any more

    What does the docstring say about an activation after the last layer?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    return z - np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)) - z.max(axis=1, keepdims=True)


@exercise.wrong(fails="any_layer_sizes")
def fwd_without_last_bias(weights, X):
    """forgets the last bias

    Six arrays come in. Which of them does your code not use?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3


@exercise.wrong(fails="any_layer_sizes")
def fwd_scales_pixels(weights, X):
    """divides the samples by 16 or 255 first, which is the business of whoever loads them

    Should forward(weights, X) of X = [[1.0]] know that it is a pixel?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) / 16 @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_tanh(weights, X):
    """uses tanh in the hidden layers

    What does relu make of 3, and what does your activation make of it?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.tanh(np.asarray(X, float) @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    return h2 @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_without_first_bias(weights, X):
    """forgets the first bias

    Six arrays come in. Which of them does your code not use?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_matrices_first(weights, X):
    """takes the list for three matrices and then three biases

    Print the shape of each array in weights. In which order do matrices and biases come?
    """
    W1, W2, W3, b1, b2, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_returns_every_layer(weights, X):
    """returns the hidden layers too, not the logits alone

    Which of the arrays that you return has the shape (N, C)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h1, h2, h2 @ W3 + b3


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_leaky_by_a_hundredth(weights, X):
    """lets a hundredth of the negative values through, as leaky relu often does

    What does relu make of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z1 = np.asarray(X, float) @ W1 + b1
    z2 = np.where(z1 > 0, z1, 0.01 * z1) @ W2 + b2
    return np.where(z2 > 0, z2, 0.01 * z2) @ W3 + b3


@exercise.wrong(fails="relu_in_hidden_layers_only")
def fwd_minimum(weights, X):
    """takes the minimum of 0 and the value, where relu takes the maximum

    What does relu make of 3, and what of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.minimum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.minimum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@exercise.wrong(fails="any_layer_sizes")
def fwd_largest_of_the_batch(weights, X):
    """takes np.max(z, 0), the largest value along axis 0, for np.maximum(z, 0)

    Print the shapes of your hidden layers. Which two numbers are compared, and where?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.max(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.max(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3
