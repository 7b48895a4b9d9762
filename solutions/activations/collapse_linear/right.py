"""Right answers to collapse_linear, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def cl_dot(W1, b1, W2, b2):
    return np.dot(W1, W2), np.dot(b1, W2) + b2


@exercise.right
def cl_einsum(W1, b1, W2, b2):
    W = np.einsum("dh,hc->dc", np.asarray(W1, float), np.asarray(W2, float))
    return [W, np.einsum("h,hc->c", np.asarray(b1, float), np.asarray(W2, float)) + np.asarray(b2, float)]


@exercise.right
def cl_probes(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))

    def both(x):
        return (x @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return both(np.eye(len(W1))) - b, b


@exercise.right
def cl_loops(W1, b1, W2, b2):
    rows, inner, columns = len(W1), len(W2), len(b2)
    W = [[sum(W1[i][k] * W2[k][j] for k in range(inner)) for j in range(columns)] for i in range(rows)]
    return W, [sum(b1[k] * W2[k][j] for k in range(inner)) + b2[j] for j in range(columns)]


@exercise.right
def cl_bias_row(W1, b1, W2, b2):
    inputs, outputs = len(W1), len(b2)
    first = np.zeros((inputs + 1, len(b1) + 1))
    first[:-1, :-1], first[-1, :-1], first[-1, -1] = W1, b1, 1
    second = np.vstack([np.asarray(W2, float), np.reshape(np.asarray(b2, float), (1, outputs))])
    joined = first @ second
    return joined[:-1], joined[-1]


@exercise.right
def cl_transposed_twice(W1, b1, W2, b2):
    W1, b1, W2, b2 = map(np.array, (W1, b1, W2, b2))
    return (W2.T @ W1.T).T, W2.T @ b1 + b2


@exercise.right
def cl_column_sums(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.array(a, dtype=np.float64) for a in (W1, b1, W2, b2))
    return np.matmul(W1, W2), (b1[:, None] * W2).sum(axis=0) + b2


@exercise.right
def cl_tensordot(W1, b1, W2, b2):
    W = np.tensordot(W1, W2, axes=1)
    b = np.tensordot(b1, W2, axes=1)
    return W, np.add(b, b2)


@exercise.right
def cl_inner_layer(W1, b1, W2, b2):
    class Layer:
        def __init__(self, W, b):
            self.W, self.b = np.asarray(W, float), np.asarray(b, float)

        def then(self, other):
            return Layer(self.W @ other.W, self.b @ other.W + other.b)

    one = Layer(W1, b1).then(Layer(W2, b2))
    return one.W, one.b


@exercise.right
def cl_flat_bias(W1, b1, W2, b2):
    b = np.asarray(b1).reshape(1, -1) @ np.asarray(W2) + np.asarray(b2)
    return (np.asarray(W1) @ np.asarray(W2)).tolist(), b.flatten().tolist()
