# %% [markdown]
# # Logits: the same losses, without the detour
#
# The last layer of a classifier ends in plain scores, one for each class: any number, positive or
# negative, large or small. Such a score is a **logit**. Sigmoid and softmax turn logits into
# probabilities, and you know what the crossentropies do next: they take a logarithm.
#
# So the usual road is: exponentiate, divide, take the logarithm back. On paper the last step undoes the
# first. On a computer the first step may already have thrown away what the last one needs: $e^{1000}$
# is too large for any float, and $e^{-1000}$ becomes exactly 0. The losses lesson patched the hole with
# a clip. In this lesson you close it: you compute the loss **straight from the logits** and never form
# a probability at all. Keras does the same when you write `from_logits=True`.
#
# | you write | what it is |
# | --- | --- |
# | `log_sum_exp` | the one difficult piece, made safe |
# | `log_softmax` | the logarithm of softmax, without softmax |
# | `binary_crossentropy_from_logits` | yes or no, from one score |
# | `categorical_crossentropy_from_logits` | one of several, one-hot |
# | `sparse_categorical_crossentropy_from_logits` | one of several, by number |
# | `sparse_categorical_crossentropy_gradient` | which way the scores should move |
#
# **How to read a logit.** A single logit is the logarithm of the odds, $z = \log\frac{p}{1-p}$. So 0
# means "half and half", 2.2 means 90 %, and -2.2 means 10 %. Among several logits only the
# **differences** count: `[2, 1, 0]` and `[1002, 1001, 1000]` say the same, and a class that is 1 ahead
# of another is $e \approx 2.7$ times as likely.
#
# **How to work.** Each exercise has a cell with a stub: replace the line `raise NotImplementedError()`
# by your code and run the cell. The cell below it runs the public checks. They are a help, not the
# mark: the hidden checks try what the docstring promises on many more inputs. Hints are folded; open
# one, think, then open the next. Demo cells draw something with *your* function; change their numbers
# and run them again.
#
# What is graded: the answer cells and cells of your own, run from the top of the notebook to its
# end. The first cell and the check cells are put back as they were handed out, so put imports and helper
# functions into the answer cell or into a new one. A cell that runs longer than five seconds is stopped:
# long experiments are better kept in another notebook.

# %% tags=["setup"]
import matplotlib.pyplot as plt
import numpy as np

from checks import check, demo

# %% [markdown]
# ## 1. Log-sum-exp
#
# Take the surprise at class $y$ and put softmax into it. The fraction falls apart:
#
# $$-\log\frac{e^{z_y}}{\sum_c e^{z_c}} \;=\; \log\sum_c e^{z_c} \;-\; z_y$$
#
# The second term is harmless, just one of the logits. Everything difficult sits in the first. It has a
# name:
#
# $$\mathrm{lse}(z) = \log\sum_{c} e^{z_c}$$
#
# **Where it breaks.** The largest float64 is about $1.8\cdot 10^{308}$, so `np.exp` gives `inf` from
# 709.8 upwards (in float32, from 88.8). Below about -745 it gives 0, and if that happens to all of them
# you ask for $\log 0$. Logits that large are not rare: forget to scale the inputs, or let a training
# run go wild for a few steps, and there they are.
#
# **The trick.** Pull the largest logit $m$ out of the sum *before* you exponentiate:
#
# $$\log\sum_c e^{z_c} \;=\; \log\Big(e^{m}\sum_c e^{z_c-m}\Big) \;=\; m + \log\sum_c e^{z_c-m}$$
#
# This holds for every $m$, so it changes nothing on paper. But with $m = \max_c z_c$ the largest
# exponent is 0 and its exponential is 1. The sum lies between 1 and $C$: nothing can overflow, and the
# logarithm never sees a 0. Terms may still underflow to 0, but only those that are too small to matter.
#
# **By hand.** For `[2, 1, 0]`:
#
# | | 2 | 1 | 0 | sum | its log | plus $m$ |
# | --- | ---: | ---: | ---: | ---: | ---: | ---: |
# | $e^{z}$ | 7.3891 | 2.7183 | 1 | 11.1073 | 2.4076 | |
# | $e^{z-m}$, $m = 2$ | 1 | 0.3679 | 0.1353 | 1.5032 | 0.4076 | **2.4076** |
#
# For `[1002, 1001, 1000]` the first line has no numbers any more. The second is the same line as
# before, with $m = 1002$: the result is 1002.4076.
#
# **Every row has its own maximum.** A batch may hold one row near 1,000,000 and another near
# -1,000,000. Shift both by the same number, and one of them is lost.
#
# <details><summary>Hint 1: a question</summary>
# After you have subtracted the maximum, what is the largest number that np.exp gets to see? And what must be added back at the end?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# z.max(axis=-1, keepdims=True) keeps the last axis with length 1, so it can be subtracted from z, row by row, whatever stands before the last axis.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Call that maximum m. Take np.exp(z - m), sum over axis -1, take np.log, and add m[..., 0], which is m without its last axis.
# </details>

# %% exercise="log_sum_exp"
def log_sum_exp(z):
    """The logarithm of the sum of the exponentials, over the last axis.

    z: logits, (..., C): an array or (nested) list of floats or integers, with any number of
        dimensions before the last, or none: (C,), (N, C), (B, N, C). C may be 1. It is not changed.
    Returns: log(sum(exp(z))) over the last axis, natural logarithm: an array of z's shape without
        its last axis, or a float where z is a single row (C,). Exact, in float64, for logits
        of any size, a million up or down, and where rows of very different size share one array.

    The same as keras.ops.logsumexp(z, axis=-1).
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))
    ### END SOLUTION

# %% [markdown]
# **See it: a maximum with a round corner.** On the left, log-sum-exp of the two logits `[z, 0]`. Far
# from the corner it *is* the maximum; at the corner, where both are equal, it lies $\log 2$ above. That
# is why the maximum is the right thing to pull out: what is left is small, never more than $\log C$. On
# the right, the formula as it is written on paper, beside yours.

# %% tags=["skip-execution"]
with demo("log_sum_exp"):
    other = 0.0  # change this: the second logit

    z = np.linspace(-6, 6, 241)
    large = np.linspace(0, 1000, 10001)
    corner = log_sum_exp(np.stack([z, np.full_like(z, other)], axis=-1))
    yours = log_sum_exp(np.stack([large, np.zeros_like(large)], axis=-1))
    with np.errstate(over="ignore"):
        on_paper = np.log(np.exp(large) + 1)
    last = np.flatnonzero(np.isfinite(on_paper))[-1]

    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6))
    axes[0].plot(z, corner, linewidth=2, label=f"log_sum_exp([z, {other:g}])")
    axes[0].plot(z, np.maximum(z, other), "--", color="gray", label=f"max(z, {other:g})")
    axes[0].annotate("log 2 above", (other, other + np.log(2)), (other - 4, other + 2),
                     arrowprops={"arrowstyle": "->"})
    axes[0].set(xlabel="logit z", ylabel="value", title="A maximum with a round corner")
    axes[0].legend()

    axes[1].plot(large, yours, linewidth=6, alpha=0.35, label="yours")
    axes[1].plot(large[: last + 1], on_paper[: last + 1], color="tab:red", label="as on paper")
    axes[1].plot(large[last], on_paper[last], "x", color="tab:red", markersize=10, markeredgewidth=2)
    axes[1].annotate("inf from 709.8 on", (large[last], on_paper[last]), (560, 330),
                     arrowprops={"arrowstyle": "->"})
    axes[1].set(xlabel="logit z", ylabel="value", title="Where exp overflows")
    axes[1].legend()
    fig.tight_layout()
    plt.show()

# %% tags=["skip-execution"]
with demo("log_sum_exp"):
    z = np.array([[2.0, 1.0, 0.0], [1002.0, 1001.0, 1000.0]])
    print("yours:", log_sum_exp(z))

    import tensorflow as tf

    print("Keras:", tf.keras.ops.logsumexp(z, axis=-1).numpy())

# %% [markdown]
# ## 2. Log-softmax
#
# With log-sum-exp at hand, the logarithm of a probability is a subtraction:
#
# $$\log p_c \;=\; \log\frac{e^{z_c}}{\sum_k e^{z_k}} \;=\; z_c - \mathrm{lse}(z)$$
#
# This is the **log-softmax trick**, and it is what TensorFlow does inside its losses.
#
# **Why not simply the logarithm of softmax?** A careful softmax subtracts the maximum as well, so it
# does not overflow. But it still *underflows*. For `[0, -800]` it gives `[1, 0]`, since
# $e^{-800} \approx 10^{-347}$ is too small for a float64. The logarithm then makes $-\infty$ of that 0.
# A clip makes -16.1 of it. The truth is -800, and it was in the logits all along.
#
# **By hand.** For `[2, 1, 0]` log-sum-exp was 2.4076:
#
# | logit | log-softmax | its exponential |
# | ---: | ---: | ---: |
# | 2 | **-0.4076** | 0.6652 |
# | 1 | **-1.4076** | 0.2447 |
# | 0 | **-2.4076** | 0.0900 |
#
# The differences between the classes are still 1, since the whole row moved by the same amount: just so
# far that the exponentials in the last column add up to 1. And as probabilities never exceed 1, their
# logarithms never exceed 0.
#
# <details><summary>Hint 1: a question</summary>
# In z - lse(z), what are the shapes of the two? If z is (3, 3) and the other is (3,), along which axis does NumPy line them up?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Subtract the maximum of each row first. Log-softmax does not mind: only differences count. Then every exponential is at most 1.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Call the shifted logits s. The answer is s minus np.log of np.exp(s).sum(axis=-1, keepdims=True). No division, and no logarithm of a single exponential.
# </details>

# %% exercise="log_softmax"
def log_softmax(z):
    """The logarithm of softmax, over the last axis.

    z: logits, (..., C): an array or (nested) list of floats or integers, with any number of
        dimensions before the last, or none: (C,), (N, C), (B, N, C). C may be 1. It is not changed.
    Returns: an array of z's shape, log(softmax(z)) with the natural logarithm. Exact, in
        float64, for logits of any size, a million up or down: also where softmax itself is
        too small for a float, and where rows of very different size share one array.

    The same as keras.ops.log_softmax(z, axis=-1).
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    ### END SOLUTION

# %% [markdown]
# **See it: three ways to the same logarithm.** Two classes with logits `[0, -d]`. How unlikely is the
# second one, as $d$ grows?

# %% tags=["skip-execution"]
with demo("log_softmax"):
    furthest = 1000  # change this: with 30 you see where the clip sets in

    d = np.linspace(0, furthest, 2001)
    yours = np.asarray(log_softmax(np.stack([np.zeros_like(d), -d], axis=-1)))[:, 1]
    p = np.exp(-d) / (1 + np.exp(-d))  # softmax of [0, -d], second class
    alive = p > 0
    last, low = d[alive][-1], -furthest

    fig, ax = plt.subplots(figsize=(7, 3.8))
    ax.plot(d, yours, linewidth=6, alpha=0.35, label="log_softmax, yours")
    ax.plot(d[alive], np.log(p[alive]), color="tab:red", label="log of softmax")
    ax.plot(d, np.log(np.clip(p, 1e-7, 1 - 1e-7)), "--", color="tab:green", label="log of softmax, clipped")
    ax.annotate("stuck at -16.1", (0.6 * furthest, -16.1), (0.68 * furthest, 0.06 * low - 16),
                arrowprops={"arrowstyle": "->"}, va="top")
    if last < furthest:
        ax.plot(last, np.log(p[alive][-1]), "x", color="tab:red", markersize=10, markeredgewidth=2)
        ax.annotate(f"-inf after {last:.0f}", (last, np.log(p[alive][-1])), (0.47 * furthest, 0.9 * low),
                    arrowprops={"arrowstyle": "->"})
    ax.set(xlabel="d: how far the second class is behind", ylabel="log of its probability",
           title="Softmax forgets, log-softmax does not")
    ax.legend(loc="lower left")
    fig.tight_layout()
    plt.show()

# %% tags=["skip-execution"]
with demo("log_softmax"):
    z = np.array([[2.0, 1.0, 0.0], [0.0, -800.0, -1e6]])
    print("yours:", np.asarray(log_softmax(z)).round(4).tolist())

    import tensorflow as tf

    print("Keras:", tf.keras.ops.log_softmax(z, axis=-1).numpy().round(4).tolist())

# %% [markdown]
# ## 3. Binary crossentropy from logits
#
# For yes or no there is a single logit $z$, and $p = \sigma(z) = 1/(1+e^{-z})$. The two surprises are
#
# $$-\log(1-p) = \log(1+e^{z}) \qquad\text{and}\qquad -\log p = \log(1+e^{z}) - z$$
#
# Weighted with $1-y$ and $y$ they add up to something short, $\log(1+e^{z}) - yz$, for each element.
# The first term is the log-sum-exp of `[0, z]`, so you know its weakness, and the cure: pull the larger
# of 0 and $z$ out. What remains is $e^{-|z|}$, which lies between 0 and 1:
#
# $$\ell(y, z) \;=\; \max(z, 0) \;-\; z\,y \;+\; \log\!\big(1 + e^{-|z|}\big)$$
#
# The loss is the mean of it over all elements. For the last term NumPy has `np.log1p(x)`, which is
# $\log(1+x)$ and keeps its digits also where $x$ is tiny.
#
# **By hand.** Targets `[1, 0, 1]`, logits `[2, -1, 0]`:
#
# | target | logit | $\max(z, 0)$ | $-zy$ | $\log(1+e^{-\lvert z\rvert})$ | loss |
# | ---: | ---: | ---: | ---: | ---: | ---: |
# | 1 | 2 | 2 | -2 | 0.1269 | 0.1269 |
# | 0 | -1 | 0 | 0 | 0.3133 | 0.3133 |
# | 1 | 0 | 0 | 0 | 0.6931 | 0.6931 |
#
# The mean is 1.1333 / 3 = **0.3778**. And a logit of -1000 where the answer was yes costs exactly 1000:
# sure and wrong, and told so in full.
#
# In Keras the network ends in `Dense(1)` without activation, and the loss is
# `BinaryCrossentropy(from_logits=True)`.
#
# <details><summary>Hint 1: a question</summary>
# For z = 1000, what do the three terms give? And for z = -1000? Does any of them overflow?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.maximum(z, 0) compares element by element; np.max would look for one largest. np.abs(z) is the absolute value.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# With y and z as float arrays, take np.mean of np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))). No sigmoid, no clip.
# </details>

# %% exercise="binary_crossentropy_from_logits"
def binary_crossentropy_from_logits(y_true, z):
    """The mean surprise of yes-or-no predictions that are given as logits, over every element.

    y_true: targets, 0 or 1 or anything between (soft targets). Array or (nested) list of floats
        or integers, any shape.
    z: logits, the same shape: the probability of 1 is sigmoid(z). Floats or integers of any size, a
        million up or down. The inputs are not changed.
    Returns: a float: the mean over every element of -(y log p + (1 - y) log(1 - p)) with
        p = sigmoid(z), natural logarithm. Nothing is clipped: a logit of -1000 costs 1000 where the
        target is 1.

    The same as keras.losses.BinaryCrossentropy(from_logits=True).
    """
    ### BEGIN SOLUTION
    y = np.asarray(y_true, dtype=float)
    z = np.asarray(z, dtype=float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))
    ### END SOLUTION

# %% [markdown]
# **See it: the loss that goes flat, and the one that does not.** The answer was yes. The further the
# logit lies to the left, the surer the model is of no. The clipped loss rises to 16.1 and stays there.
# Its slope, on the right, drops to 0: for a model that is *very* sure and wrong, training sees level
# ground and does not know which way to go. Computed from the logits, the slope stays at -1. That is the
# real gain: not the prettier number, but the gradient that never dies.

# %% tags=["skip-execution"]
with demo("binary_crossentropy_from_logits"):
    epsilon = 1e-7  # change this: where does the flat part begin with 1e-3?

    z = np.linspace(-40, 10, 1001)
    p = 1 / (1 + np.exp(-z))
    clipped = -np.log(np.clip(p, epsilon, 1 - epsilon))
    exact = np.array([binary_crossentropy_from_logits([1], [one]) for one in z])

    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6))
    axes[0].plot(z, exact, linewidth=2, label="from logits")
    axes[0].plot(z, clipped, "--", linewidth=2, label="sigmoid, then clipped")
    flat = -np.log(epsilon)
    axes[0].annotate(f"flat at {flat:.1f}", (-30, flat), (-37, flat - 9), arrowprops={"arrowstyle": "->"})
    axes[0].set(xlabel="logit z, the answer was yes", ylabel="loss of one sample", ylim=(-5, 42),
                title="The loss")
    axes[0].legend(loc="upper right")
    axes[1].plot(z, np.gradient(exact, z), linewidth=2, label="from logits")
    axes[1].plot(z, np.gradient(clipped, z), "--", linewidth=2, label="sigmoid, then clipped")
    axes[1].annotate("nothing left\nto learn from", (-28, 0), (-36, -0.3), arrowprops={"arrowstyle": "->"})
    axes[1].set(xlabel="logit z, the answer was yes", ylabel="slope",
                title="Its slope: what training sees")
    fig.tight_layout()
    plt.show()

# %% tags=["skip-execution"]
with demo("binary_crossentropy_from_logits"):
    y_true = np.array([1.0, 0.0, 1.0])
    z = np.array([2.0, -1.0, 0.0])
    print("yours:", binary_crossentropy_from_logits(y_true, z))

    import tensorflow as tf

    loss_fn = tf.keras.losses.BinaryCrossentropy(from_logits=True)
    print("Keras:", float(loss_fn(y_true, z)))

    print("\nsure and wrong: target 1, logit -1000")
    print("yours:                     ", binary_crossentropy_from_logits([1], [-1000]))
    print("Keras, from logits:        ", float(loss_fn(np.array([1.0]), np.array([-1000.0]))))
    clipped_fn = tf.keras.losses.BinaryCrossentropy()
    print("Keras, from the sigmoid's 0:", float(clipped_fn(np.array([1.0]), np.array([0.0]))))

# %% [markdown]
# ## 4. Categorical crossentropy from logits
#
# For several classes, put log-softmax where $\log p$ was:
#
# $$L \;=\; -\frac{1}{N}\sum_{i=1}^{N}\sum_{c=1}^{C} y_{ic}\,\big(z_{ic} - \mathrm{lse}(z_i)\big)$$
#
# Summed over the classes, averaged over the samples, as before. Nothing is clipped, for nothing needs
# to be: every term is finite. Soft rows still weigh each class by its share.
#
# **By hand.** Targets `[[0, 0, 1], [0, 1, 0]]`, logits `[[1, 2, 3], [2, 1, 0]]`:
#
# | logits | lse | true class has | loss |
# | --- | ---: | ---: | ---: |
# | 1, 2, 3 | 3.4076 | 3 | 0.4076 |
# | 2, 1, 0 | 2.4076 | 1 | 1.4076 |
#
# The mean is 1.8152 / 2 = **0.9076**. The loss of a sample is how far the true class lies behind the
# soft maximum. If it leads by a long way, that is 0.
#
# <details><summary>Hint 1: a question</summary>
# Softmax can give an exact 0 for a class whose target is 0 too. What is 0 * np.log(0) in NumPy? Does this question even arise if you never form softmax?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# You have a log-softmax. Which two operations, along which axes, turn targets and log-probabilities into one loss?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Multiply the targets by the log-softmax of the logits, sum over axis -1, then take minus the mean.
# </details>

# %% exercise="categorical_crossentropy_from_logits"
def categorical_crossentropy_from_logits(y_true, z):
    """The mean surprise at the true class, for one-hot (or soft) targets and logits.

    y_true: (N, C), each row one-hot or a soft distribution over the classes that sums to 1. Array
        or nested list of floats or integers.
    z: (N, C), logits: the probabilities of row i are softmax(z[i]). Array or nested list of floats
        or integers of any size, a million up or down, also in rows of very different size. The
        inputs are not changed.
    Returns: a float: -(y log p), natural logarithm, summed over the classes and averaged over the
        samples. Nothing is clipped.

    The same as keras.losses.CategoricalCrossentropy(from_logits=True).
    """
    ### BEGIN SOLUTION
    y = np.asarray(y_true, dtype=float)
    z = np.asarray(z, dtype=float)
    shifted = z - z.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * log_p, axis=-1)))
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("categorical_crossentropy_from_logits"):
    y_true = np.array([[0, 0, 1], [0, 1, 0]])  # one-hot
    z = np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]])
    print("yours:", categorical_crossentropy_from_logits(y_true, z))

    import tensorflow as tf

    cce_fn = tf.keras.losses.CategoricalCrossentropy(from_logits=True)
    print("Keras:", float(cce_fn(y_true, z)))

# %% [markdown]
# ## 5. Sparse categorical crossentropy from logits
#
# With an integer label the inner sum is a single term, and the loss is as short as it gets:
#
# $$L \;=\; \frac{1}{N}\sum_{i=1}^{N}\Big(\mathrm{lse}(z_i) - z_{i,\,y_i}\Big)$$
#
# Labels `[2, 1]` and the logits from above give the same **0.9076**. The labels follow the rules of the
# losses lesson: a column `(N, 1)` is fine, `2.0` is fine, and a label that is no class is refused with
# a `ValueError` rather than counted from the end of the row.
#
# <details><summary>Hint 1: a question</summary>
# What do you need from each row of logits? It is two numbers.
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Flatten the labels and make them integers. z[np.arange(N), labels] then takes one logit from each row.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Refuse labels below 0 or from C upwards. Then average the log-sum-exp of each row (shifted by the row's own maximum) minus its picked logit.
# </details>

# %% exercise="sparse_categorical_crossentropy_from_logits"
def sparse_categorical_crossentropy_from_logits(y_true, z):
    """The mean surprise at the true class, for integer labels and logits.

    y_true: labels 0..C-1 as in the losses lesson: (N,) or (N, 1), as integers or as floats like
        2.0. Array or list.
    z: (N, C), logits: the probabilities of row i are softmax(z[i]). Array or nested list of floats
        or integers of any size, a million up or down, also in rows of very different size. The
        inputs are not changed.
    Returns: a float: -log of the probability of the true class, natural logarithm, averaged over
        the samples. Nothing is clipped.
    Raises: ValueError where a label is not one of 0..C-1.

    The same as keras.losses.SparseCategoricalCrossentropy(from_logits=True).
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError(f"labels must be 0 to {z.shape[1] - 1}")
    shifted = z - z.max(axis=1, keepdims=True)
    picked = shifted[np.arange(len(labels)), labels]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - picked))
    ### END SOLUTION

# %% [markdown]
# **Live: which output layer?** Two networks for ten classes, with the same weights. The first ends in a
# softmax. The second ends in a **linear** layer, that is, with no activation, and leaves the rest to
# the loss. Both are compiled and asked for the loss of 32 random samples; then the same inputs are
# multiplied by 1000, as if somebody had forgotten to scale them.

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy_from_logits"):
    import tensorflow as tf

    def network(output_activation):
        return tf.keras.Sequential([
            tf.keras.Input((64,)),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(10, activation=output_activation),
        ])

    tf.keras.utils.set_random_seed(1)
    ends_in_softmax = network("softmax")  # instead of this ...
    ends_in_softmax.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy())

    ends_in_logits = network(None)  # ... use this
    ends_in_logits.compile(optimizer="adam",
                           loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    ends_in_logits.set_weights(ends_in_softmax.get_weights())

    rng = np.random.default_rng(0)
    samples, labels = rng.normal(size=(32, 64)).astype("float32"), rng.integers(0, 10, 32)
    print(f"{'inputs':12} {'largest logit':>14} {'with softmax':>14} {'with logits':>14} {'yours':>10}")
    for name, scale in (("ordinary", 1), ("times 1000", 1000)):
        probabilities = ends_in_softmax(scale * samples).numpy()
        logits = ends_in_logits(scale * samples).numpy()
        yours = sparse_categorical_crossentropy_from_logits(labels, logits)
        first = float(ends_in_softmax.loss(labels, probabilities))
        second = float(ends_in_logits.loss(labels, logits))
        print(f"{name:12} {logits.max():14.3f} {first:14.4f} {second:14.4f} {yours:10.4f}")
    evaluated = ends_in_softmax.evaluate(1000 * samples, labels, verbose=0)
    print(f"model.evaluate, with softmax, times 1000: {evaluated:.4f}")

# %% [markdown]
# On ordinary inputs the two agree to the last printed digit. On extreme ones the first has forgotten
# how wrong it was: its loss cannot exceed 16.1 for any sample. The second has not, and neither have
# you.
#
# Then why does `model.evaluate` give the full loss for the *first* network too? Because Keras knows the
# trick so well that it repairs your model behind your back: when it sees that probabilities come
# straight out of a softmax, it takes the logits from before it. It cannot do that once the
# probabilities are plain numbers, as in the table above, or once anything happens to them on the way.
# So ask for what you want:
#
# | | softmax, then the loss | linear, `from_logits=True` |
# | --- | --- | --- |
# | logits of any size | clipped at 16.1, or rescued by Keras | exact |
# | the gradient when sure and wrong | may vanish | never does |
# | work per sample | exponentials, then a division and a clip for each class, then logarithms | exponentials and one logarithm |
# | what the model puts out | probabilities | logits: apply softmax yourself where you want to show probabilities |
# | the predicted class | `argmax` | `argmax`, the same: softmax keeps the order |
#
# **Two ways to get it wrong.** Output layer and loss must agree on what is passed between them:
#
# | output layer | loss | what happens |
# | --- | --- | --- |
# | softmax | `from_logits=True` | softmax is applied **twice**: training crawls, and the loss cannot come near 0 |
# | linear | `from_logits=False` | scores are taken for probabilities and clipped: the loss means nothing |
#
# (Where Keras can see the softmax, it warns about the first mistake and repairs that too. About the
# second it says nothing.)
#
# How near is "near 0"? After the first softmax all numbers lie between 0 and 1, and the best possible
# row of ten is `[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]`. Read as logits, it says that the true class is only 1
# ahead. The second softmax gives it $e/(e+9) \approx 0.232$, and the loss is $\log(1 + 9/e) =$
# **1.461150**. If your loss with ten classes gets stuck just above 1.46, you know where to look.

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy_from_logits"):
    others = 9  # change this: with a single other class, how near does softmax twice come to 0?

    lead = np.linspace(0, 20, 201)  # how far the true class, number 0, is ahead of the others
    once, twice = [], []
    for ahead in lead:
        z = np.array([[ahead] + [0.0] * others])
        p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
        once.append(sparse_categorical_crossentropy_from_logits([0], z))
        twice.append(sparse_categorical_crossentropy_from_logits([0], p))

    fig, ax = plt.subplots(figsize=(7, 3.6))
    ax.plot(lead, once, linewidth=2, label="logits into the loss")
    ax.plot(lead, twice, "--", linewidth=2, label="probabilities into it: softmax twice")
    floor = np.log(1 + others / np.e)
    ax.axhline(floor, color="gray", linewidth=1)
    ax.annotate(f"{floor:.6f}: it ends here", (14, floor), (11, floor + 0.3), arrowprops={"arrowstyle": "->"})
    ax.set(xlabel=f"lead of the true class over the other {others}", ylabel="loss of one sample",
           ylim=(-0.05, 2.5), title="Sure and right, and still told off")
    ax.legend()
    fig.tight_layout()
    plt.show()

    import tensorflow as tf

    scce_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    perfect = np.array([[1.0] + [0.0] * 9])
    print("a perfect row of ten, softmax again, in Keras:", float(scce_fn(np.array([0]), perfect)))

# %% [markdown]
# ## 6. The gradient
#
# Training asks one question of a loss: *if this logit were a little larger, how would the loss change?*
# For a single sample, $\ell = \mathrm{lse}(z) - z_y$. Its two terms answer one after the other.
#
# - The slope of log-sum-exp along $z_c$ is $e^{z_c}/\sum_k e^{z_k}$, which is $p_c$, softmax itself.
# - The slope of $-z_y$ is -1 along the true class and 0 along all others.
#
# Together, and with the mean over $N$ samples:
#
# $$\frac{\partial L}{\partial z_{ic}} \;=\; \frac{1}{N}\big(p_{ic} - [\,c = y_i\,]\big)
# \qquad\text{in short}\qquad \frac{\text{softmax} - \text{one-hot}}{N}$$
#
# What the model says, minus what is true. After all the logarithms and exponentials, it is hard to
# imagine something simpler.
#
# **By hand.** One sample, logits `[2, 1, 0]`, label 1:
#
# | class | softmax | one-hot | gradient | a step downhill |
# | ---: | ---: | ---: | ---: | --- |
# | 0 | 0.6652 | 0 | **0.6652** | pushes it down, the most, since it is wrong and leads |
# | 1 | 0.2447 | 1 | **-0.7553** | pulls it up, the true class |
# | 2 | 0.0900 | 0 | **0.0900** | pushes it down a little |
#
# Training steps *against* the gradient, so a negative entry goes up. Every row of the gradient sums to
# 0, because softmax and one-hot both sum to 1: what the true class gains, the others lose. And no entry
# leaves $[-1, 1]$ (before the division by $N$), so a sample that is sure and wrong pulls with force 1,
# not with force 0, and not with infinite force either.
#
# <details><summary>Hint 1: a question</summary>
# Softmax is an (N, C) table. In each row, exactly one entry must change. Which one, and by how much?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Softmax of large logits: subtract each row's maximum before np.exp. p[np.arange(N), labels] reaches one entry of each row, and you can assign to it, or use -=.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Check the labels as before, compute softmax p row by row, subtract 1 from p[np.arange(N), labels], and divide everything by N.
# </details>

# %% exercise="sparse_categorical_crossentropy_gradient"
def sparse_categorical_crossentropy_gradient(y_true, z):
    """The gradient of sparse_categorical_crossentropy_from_logits(y_true, z) with respect to z.

    y_true: labels 0..C-1 as in the losses lesson: (N,) or (N, 1), as integers or as floats like
        2.0. Array or list.
    z: (N, C), logits. Array or nested list of floats or integers of any size, a million up or down,
        also in rows of very different size. The inputs are not changed.
    Returns: an array (N, C): entry [i, c] is the derivative of the loss, a mean over the N samples,
        with respect to z[i, c].
    Raises: ValueError where a label is not one of 0..C-1.

    The same as tf.GradientTape gives for keras.losses.SparseCategoricalCrossentropy(from_logits=True).
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError(f"labels must be 0 to {z.shape[1] - 1}")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)
    ### END SOLUTION

# %% [markdown]
# **See it: push and pull.** On the left, the gradient of the sample above. On the right, forty steps
# against it: each step is `z = z - 0.5 * gradient`, with your function. Watch the leader fall and the
# true class overtake it. The longer it leads, the smaller the gradient, and the calmer the curves. Try
# another label, or start at `[20, 0, 0]`: the pull is there from the first step.

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy_gradient"):
    z, label = np.array([[2.0, 1.0, 0.0]]), [1]  # change these

    first = np.asarray(sparse_categorical_crossentropy_gradient(label, z))[0]
    path = [z[0]]
    for _ in range(40):
        z = z - 0.5 * np.asarray(sparse_categorical_crossentropy_gradient(label, z))
        path.append(z[0])

    names = [f"class {c}" + (" (true)" if c == label[0] else "") for c in range(3)]
    colors = ["tab:green" if c == label[0] else "tab:gray" for c in range(3)]
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6))
    bars = axes[0].bar(names, first, color=colors)
    axes[0].bar_label(bars, fmt="%+.3f", padding=3)
    axes[0].axhline(0, color="black", linewidth=0.8)
    axes[0].set(ylabel="d loss / d logit", ylim=(-1.2, 1.2),
                title=f"The row adds up to {abs(first.sum()):.2f}")
    for c, style in enumerate(["-", "--", ":"]):
        axes[1].plot([row[c] for row in path], style, color=colors[c], linewidth=2, label=names[c])
    axes[1].set(xlabel="step", ylabel="logit", title="Forty steps against the gradient")
    axes[1].legend()
    fig.tight_layout()
    plt.show()

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy_gradient"):
    y_true = np.array([1, 0])
    z = np.array([[2.0, 1.0, 0.0], [-1000.0, 0.0, 1000.0]])
    print("yours:\n", sparse_categorical_crossentropy_gradient(y_true, z))

    import tensorflow as tf

    logits = tf.Variable(z)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    with tf.GradientTape() as tape:
        loss = loss_fn(y_true, logits)
    print("Keras:\n", tape.gradient(loss, logits).numpy())

# %% [markdown]
# ## What you know now
#
# Logits are the honest output of a classifier: no range to respect, no digits lost. Log-sum-exp,
# shifted by each row's maximum, is all it takes to compute every crossentropy straight from them,
# exactly and without a clip. That is what stands behind a last `Dense(10)` without activation and
# `from_logits=True`. And the gradient at the logits is softmax minus one-hot. In the *network* lesson
# this small table is where all backpropagation starts.
