"""Wrong answers to Adam."""

import numpy as np

from .checks import exercise


# A right answer: many of the wrong ones are this one with one slip in it.
class Optimizer:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="epsilon_where_keras_has_it")
class adam_textbook_epsilon:
    """adds epsilon to the corrected root, as textbooks do; Keras adds it to the uncorrected one

    Which of the two roots is the smaller one after the first step? For which gradients does that matter?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            m_hat, v_hat = self.m[i] / (1 - self.beta_1**self.t), self.v[i] / (1 - self.beta_2**self.t)
            new.append(w - self.rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new


@exercise.slip(
    base=Optimizer,
    old="new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))",
    new="new.append(w - alpha * self.m[i] / np.sqrt(self.v[i] + self.epsilon))",
    fails="epsilon_where_keras_has_it",
)
def adam_epsilon_in_the_root():
    """adds epsilon under the square root, where it counts as its own root, 0.0003

    How large is the square root of 1e-7? Where does the bracket end in the formula?
    """


@exercise.slip(
    base=Optimizer,
    old="def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):",
    new="def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):",
    fails="epsilon_where_keras_has_it",
)
def adam_smaller_epsilon():
    """has another default for epsilon, 1e-8 as in the paper

    What does the first line of the exercise say about epsilon?
    """


@exercise.slip(
    base=Optimizer,
    old="new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))",
    new="""
        with np.errstate(all="ignore"):
            new.append(w - alpha * self.m[i] / np.sqrt(self.v[i]))
    """,
    fails="epsilon_where_keras_has_it",
)
def adam_without_epsilon():
    """leaves epsilon out, so a gradient that was always 0 gives 0 / 0

    What is v for the weight of a pixel that is blank in every picture?
    """


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate",
    fails="first_step",
)
def adam_no_correction():
    """leaves the bias correction out, so the first steps are about three times too large

    After one step m is 0.1 g and the root of v is 0.032 g. What is their ratio, and what should it be?
    """


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate / (1 - self.beta_1**self.t)",
    fails="first_step",
)
def adam_corrects_m_only():
    """corrects m for its start at 0, but not v

    Both averages start at 0. Which one grows more slowly?
    """


@exercise.wrong(fails="remembers_earlier_steps")
class adam_swapped_betas:
    """uses beta_1 for the squares and beta_2 for the mean

    Which of the two averages should have the longer memory?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_1**self.t) / (1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_2 * self.m[i] + (1 - self.beta_2) * g
            self.v[i] = self.beta_1 * self.v[i] + (1 - self.beta_1) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.slip(
    base=Optimizer,
    old="""
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
    """,
    new="""
        with np.errstate(all="ignore"):
            alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / np.float64(1 - self.beta_1**self.t)
        self.t += 1
    """,
    fails="first_step",
)
def adam_counts_from_0():
    """counts the step after it is made, so the first one divides by 1 - beta**0, which is 0

    What is t in the first step of the formula?
    """


@exercise.slip(
    base=Optimizer,
    old="""
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
    """,
    new="""
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.t += 1
            alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
    """,
    fails="first_step",
)
def adam_counts_arrays():
    """counts a step for every array, so the second array is corrected as if it were the second step

    How often should t grow in one call of step?
    """


@exercise.slip(
    base=Optimizer,
    old="""
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
    """,
    new="""
        self.m = [np.zeros(g.shape) for g in gradients]
        self.v = [np.zeros(g.shape) for g in gradients]
    """,
    fails="remembers_earlier_steps",
)
def adam_forgets():
    """starts m and v from zero in every step

    What is an average of one value? What has to stay from one call to the next?
    """


@exercise.slip(
    base=Optimizer,
    old="self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2",
    new="self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * self.m[i] ** 2",
    fails="remembers_earlier_steps",
)
def adam_squares_the_mean():
    """squares the running mean for v, instead of averaging the squared gradients

    Gradients +1 and -1 in turn: how large are they usually? And what is their mean?
    """


@exercise.slip(
    base=Optimizer,
    old="new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))",
    new="new.append(w - alpha * self.m[i] / (self.v[i] + self.epsilon))",
    fails="first_step",
)
def adam_no_root():
    """divides by v instead of by its square root

    In which unit is v, if g is in metres? And the step?
    """


@exercise.slip(
    base=Optimizer,
    old="new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))",
    new="new.append(w + alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))",
    fails="first_step",
)
def adam_climbs():
    """adds the step instead of subtracting it, so the loss grows

    A gradient points uphill. Where do you want to go?
    """


@exercise.slip(
    base=Optimizer,
    old="self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon",
    new="self.rate, self.beta_1, self.beta_2, self.epsilon = 0.001, 0.9, 0.999, 1e-7",
    fails="every_setting",
)
def adam_ignores_settings():
    """uses Keras' defaults whatever the four arguments say

    Where in your step do the values that __init__ was given occur?
    """


@exercise.wrong(fails="starts_from_the_given_weights")
class adam_own_weights:
    """keeps the weights it was given first and goes on from those, whatever it is given later

    Whose weights are they: the optimizer's, or the caller's?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v, self.weights = 0, None, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
            self.weights = weights
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(self.weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        self.weights = new
        return new


@exercise.wrong(fails="two_optimizers")
class adam_shares_state:
    """keeps its state in the class, so that all optimizers share it

    What is the difference between a name set in the class body and one set on self?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        type(self).t, type(self).m, type(self).v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            type(self).m = [np.zeros(g.shape) for g in gradients]
            type(self).v = [np.zeros(g.shape) for g in gradients]
        type(self).t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="leaves_inputs_alone")
class adam_in_place:
    """writes into the arrays that were passed in, or into their list

    What is the difference between w = w - x and w -= x for an array? And whose list does weights[0] = w change?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            w -= alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)
        return weights


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t)",
    fails="first_step",
)
def adam_corrects_v_only():
    """corrects v for its start from zero, but not m

    Both averages start from 0. Which of them is too small after one step?
    """


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate * (1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    fails="first_step",
)
def adam_correction_without_root():
    """corrects by 1 - beta_2**t itself, although the correction of v stands under the root

    v / (1 - beta_2**t) under a root: what becomes of the correction outside?
    """


@exercise.wrong(fails="remembers_earlier_steps")
class adam_keeps_the_corrected:
    """keeps the corrected averages, so each step corrects what was corrected before

    Which m should the next step mix its gradient into: the plain one or the corrected one?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            self.m[i] = self.m[i] / (1 - self.beta_1**self.t)
            self.v[i] = self.v[i] / (1 - self.beta_2**self.t)
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon / np.sqrt(1 - self.beta_2**self.t)))
        return new


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = 0.001 * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    fails="every_setting",
)
def adam_fixed_rate():
    """takes 0.001 for the learning rate, whatever was asked for

    Adam(learning_rate=0.05): where in step does the 0.05 arrive?
    """


@exercise.wrong(fails="remembers_earlier_steps")
class adam_without_momentum:
    """steps along the gradient itself, without the average m

    Two gradients, 1 and then 0: does Adam stand still in the second step?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate * np.sqrt(1 - self.beta_2 ** (self.t + 1)) / (1 - self.beta_1 ** (self.t + 1))",
    fails="first_step",
)
def adam_one_step_ahead():
    """counts the first step as step 2

    What is t in the first step? And 1 - beta_1**t?
    """


@exercise.slip(
    base=Optimizer,
    old="alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)",
    new="alpha = self.rate * np.sqrt(1 - self.beta_2) / (1 - self.beta_1)",
    fails="remembers_earlier_steps",
)
def adam_always_the_first():
    """corrects as in the first step for ever

    What is 1 - beta_1**t in the first step, and in the hundredth?
    """


@exercise.wrong(fails="remembers_earlier_steps")
class adam_one_average:
    """has one m and one v for all the arrays, not one for each

    Six arrays of weights: how many averages m have you got, and what shapes have they?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for w, g in zip(weights, gradients):
            self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
            self.v = self.beta_2 * self.v + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m / (np.sqrt(self.v) + self.epsilon))
        return new


@exercise.wrong(fails="first_step")
class adam_same_list:
    """keeps m and v in one and the same list

    After `self.m = self.v = [...]`: how many lists are there? Write into one and print the other.
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m = self.v = [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(np.abs(self.v[i])) + self.epsilon))
        return new


@exercise.wrong(fails="remembers_earlier_steps")
class adam_shares_swapped:
    """gives the old average the share 1 - beta and the new gradient the share beta

    beta_1 is 0.9, so that an average is slow to change. Which of the two shares must be the large one?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = (1 - self.beta_1) * self.m[i] + self.beta_1 * g
            self.v[i] = (1 - self.beta_2) * self.v[i] + self.beta_2 * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="first_step")
class adam_adds_the_gradient:
    """adds the whole gradient to m, not the share 1 - beta_1 of it

    The shares of an average add up to 1. What do yours add up to?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="remembers_earlier_steps")
class adam_multiplies_by_t:
    """multiplies beta by the number of the step, where the power is meant

    After two steps the start has the share 0.9 squared. What is 1 - 0.9 * 2?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        with np.errstate(invalid="ignore"):
            rate = self.learning_rate * np.sqrt(1 - self.beta_2 * self.t) / (1 - self.beta_1 * self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="first_step")
class adam_returns_nothing:
    """changes the list that was passed in and returns nothing

    What does the docstring say that step returns? Does the caller's list have to stay as it is?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            weights[i] = w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)


@exercise.wrong(fails="remembers_earlier_steps")
class adam_rests_without_a_gradient:
    """leaves an array as it is where all of its gradient is 0, though m still moves it

    The gradients are 1, 0 and 0. What is m after each step, and does the weight stand still?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings, self.epsilon = (learning_rate, beta_1, beta_2), epsilon
        self.t, self.m, self.v = 0, {}, {}

    def step(self, weights, gradients):
        rate, beta_1, beta_2 = self.settings
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            if np.any(g):
                self.m[i] = beta_1 * self.m.get(i, 0) + (1 - beta_1) * g
                self.v[i] = beta_2 * self.v.get(i, 0) + (1 - beta_2) * g**2
                m, v = self.m[i] / (1 - beta_1**self.t), self.v[i] / (1 - beta_2**self.t)
                w = w - rate * m / (np.sqrt(v) + self.epsilon / np.sqrt(1 - beta_2**self.t))
            new.append(w)
        return new


@exercise.wrong(fails="first_step")
class adam_other_rate:
    """has another default learning rate than Keras (0.01, say, where Keras has 0.001)

    What is the default of learning_rate in the stub's first line, and in yours?
    """

    def __init__(self, learning_rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings, self.epsilon = (learning_rate, beta_1, beta_2), epsilon
        self.t, self.m, self.v = 0, 0, 0

    def step(self, weights, gradients):
        rate, beta_1, beta_2 = self.settings
        if self.t == 0:
            self.m, self.v = [0.0 for _ in weights], [0.0 for _ in weights]
        self.t += 1
        self.m = [beta_1 * m + (1 - beta_1) * g for m, g in zip(self.m, gradients)]
        self.v = [beta_2 * v + (1 - beta_2) * g * g for v, g in zip(self.v, gradients)]
        rate *= np.sqrt(1 - beta_2**self.t) / (1 - beta_1**self.t)
        return [w - rate * m / (np.sqrt(v) + self.epsilon) for w, m, v in zip(weights, self.m, self.v)]


@exercise.wrong(fails="first_step")
class adam_starts_at_the_gradient:
    """starts m and v at the first gradient instead of 0, and corrects nothing

    Adam's averages start at 0, and the bias correction makes good for that. What do yours start at?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = list(gradients), [g**2 for g in gradients]
        rate = self.learning_rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="first_step")
class adam_correction_upside_down:
    """has the bias correction upside down

    At first m is too small. Must it be divided by 1 - beta_1**t, or multiplied?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * (1 - self.beta_1**self.t) / np.sqrt(1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="remembers_earlier_steps")
class adam_corrects_the_gradient:
    """steps along the gradient with the bias correction of m, but without m

    Which average does the docstring's optimizer walk along? Where in your code is m used?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@exercise.wrong(fails="first_step")
class adam_plain_descent:
    """subtracts the gradient times the learning rate, and keeps no averages

    How large is Adam's first step if the gradient is 0.001, and if it is 1000?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        return [w - self.learning_rate * g for w, g in zip(weights, gradients)]


@exercise.wrong(fails="first_step")
class adam_momentum_only:
    """steps along m alone and divides by no root of v

    How large is Adam's first step if the gradient is 0.001, and if it is 1000?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - self.learning_rate * self.m[i])
        return new


@exercise.wrong(fails="first_step")
class adam_rmsprop:
    """has no m and no bias correction, which is RMSprop

    Adam keeps two averages for each array. What is the second one, and where would it stand?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new
