"""Right answers to Adam, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
class adam_comprehensions:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings = (learning_rate, beta_1, beta_2, epsilon)
        self.m = self.v = None
        self.t = 0

    def step(self, weights, gradients):
        rate, b1, b2, eps = self.settings
        zeros = [np.zeros_like(w, dtype=float) for w in weights]
        self.m = [b1 * m + (1 - b1) * g for m, g in zip(self.m or zeros, gradients)]
        self.v = [b2 * v + (1 - b2) * np.square(g) for v, g in zip(self.v or zeros, gradients)]
        self.t += 1
        scale = rate * (1 - b2**self.t) ** 0.5 / (1 - b1**self.t)
        return [w - scale * m / (np.sqrt(v) + eps) for w, m, v in zip(weights, self.m, self.v)]


@exercise.right
class adam_hats:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate = learning_rate
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.steps = 0
        self.moments = []

    def step(self, weights, gradients):
        if not self.moments:
            self.moments = [(0 * g, 0 * g) for g in gradients]
        self.steps += 1
        result = []
        for i in range(len(weights)):
            m, v = self.moments[i]
            g = gradients[i]
            m = m + (g - m) * (1 - self.beta_1)
            v = v + (g * g - v) * (1 - self.beta_2)
            self.moments[i] = (m, v)
            correction = 1 - self.beta_2**self.steps
            m_hat, v_hat = m / (1 - self.beta_1**self.steps), v / correction
            result.append(
                weights[i]
                - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon / np.sqrt(correction))
            )
        return result


@exercise.right
class adam_flat:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.m, self.v, self.t = 0.0, 0.0, 0

    def step(self, weights, gradients):
        g = np.concatenate([np.ravel(a) for a in gradients])
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g**2
        change = self.lr * np.sqrt(1 - self.b2**self.t) / (1 - self.b1**self.t) * self.m
        change = change / (np.sqrt(self.v) + self.eps)
        cuts = np.cumsum([w.size for w in weights])[:-1]
        return [w - part.reshape(w.shape) for w, part in zip(weights, np.split(change, cuts))]


@exercise.right
class adam_running_powers:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.power_1 = self.power_2 = 1.0
        self.state = {}

    def step(self, weights, gradients):
        self.power_1 *= self.beta_1
        self.power_2 *= self.beta_2
        alpha = self.learning_rate * np.sqrt(1 - self.power_2) / (1 - self.power_1)
        new = []
        for number, (w, g) in enumerate(zip(weights, gradients)):
            m, v = self.state.get(number, (np.zeros(np.shape(g)), np.zeros(np.shape(g))))
            m, v = m.copy(), v.copy()
            m *= self.beta_1
            m += (1 - self.beta_1) * g
            v *= self.beta_2
            v += (1 - self.beta_2) * g**2
            self.state[number] = (m, v)
            new.append(w - alpha * m / (v**0.5 + self.epsilon))
        return tuple(new)


@exercise.right
class adam_copies_first:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.iterations = 0

    def step(self, weights, gradients):
        if self.iterations == 0:
            self.m = [np.zeros(w.shape) for w in weights]
            self.v = [np.zeros(w.shape) for w in weights]
        self.iterations = self.iterations + 1
        weights = [np.array(w, dtype=float) for w in weights]
        for w, g, m, v in zip(weights, gradients, self.m, self.v):
            m += (1 - self.b1) * (g - m)
            v += (1 - self.b2) * (g * g - v)
            a = self.lr * np.sqrt(1 - self.b2**self.iterations) / (1 - self.b1**self.iterations)
            w -= a * m / (np.sqrt(v) + self.eps)
        return weights


@exercise.right
class adam_keeps_every_gradient:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.past = []

    def step(self, weights, gradients):
        self.past.append([np.array(g) for g in gradients])
        t = len(self.past)
        weigh = lambda beta: np.array([(1 - beta) * beta ** (t - k) for k in range(1, t + 1)])
        new = []
        for i, w in enumerate(weights):
            history = np.stack([g[i] for g in self.past])
            m = np.tensordot(weigh(self.beta_1), history, axes=1)
            v = np.tensordot(weigh(self.beta_2), history**2, axes=1)
            alpha = self.learning_rate * np.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
            new.append(w - alpha * m / (np.sqrt(v) + self.epsilon))
        return new


@exercise.right
class adam_generator:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        def steps():
            m = v = t = 0
            weights, gradients = yield
            m, v = [0.0 for _ in gradients], [0.0 for _ in gradients]
            while True:
                t += 1
                a = learning_rate * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
                m = [beta_1 * x + (1 - beta_1) * g for x, g in zip(m, gradients)]
                v = [beta_2 * x + (1 - beta_2) * g**2 for x, g in zip(v, gradients)]
                weights, gradients = yield [
                    w - a * x / (np.sqrt(y) + epsilon) for w, x, y in zip(weights, m, v)
                ]

        self.steps = steps()
        next(self.steps)

    def step(self, weights, gradients):
        return self.steps.send((weights, gradients))


@exercise.right
class adam_one_per_array:
    class Moments:
        def __init__(self, shape):
            self.mean, self.square = np.zeros(shape), np.zeros(shape)

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.t, self.moments = 0, None

    def step(self, weights, gradients):
        if self.moments is None:
            self.moments = [self.Moments(w.shape) for w in weights]
        self.t += 1
        return [self.moved(w, g, state) for w, g, state in zip(weights, gradients, self.moments)]

    def moved(self, w, g, state):
        state.mean = np.average([state.mean, g], axis=0, weights=[self.beta_1, 1 - self.beta_1])
        state.square = np.average([state.square, g * g], axis=0, weights=[self.beta_2, 1 - self.beta_2])
        alpha = (
            self.learning_rate
            * np.sqrt(1 - np.power(self.beta_2, self.t))
            / (1 - np.power(self.beta_1, self.t))
        )
        return w - np.divide(alpha * state.mean, np.sqrt(state.square) + self.epsilon)


@exercise.right
class adam_plain_python:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, {}, {}

    def step(self, weights, gradients):
        self.t += 1
        a = self.lr * (1 - self.b2**self.t) ** 0.5 / (1 - self.b1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            out = np.empty(w.shape)
            for index in np.ndindex(w.shape):
                key, slope = (i, index), float(g[index])
                self.m[key] = self.b1 * self.m.get(key, 0.0) + (1 - self.b1) * slope
                self.v[key] = self.b2 * self.v.get(key, 0.0) + (1 - self.b2) * slope**2
                out[index] = w[index] - a * self.m[key] / (self.v[key] ** 0.5 + self.eps)
            new.append(out)
        return new
