# %% [markdown]
# # Losses: one number that says how wrong
#
# A network guesses. Training means making its guesses a little less wrong, again and again, and for
# that "wrong" must be **one number**: the *loss*. It is 0 for a perfect guess (or as near to 0 as
# arithmetic allows), it grows as the guess gets worse, and it changes smoothly, so that the network
# can feel which way is downhill.
#
# In this lesson you write the four losses that carry most of deep learning, in NumPy, and compare
# each with the one that Keras uses:
#
# | you write | for | an example |
# | --- | --- | --- |
# | `mean_squared_error` | numbers on a scale | the price of a house |
# | `binary_crossentropy` | yes or no | is this message spam? |
# | `categorical_crossentropy` | one of several, one-hot | which animal is in the picture? |
# | `sparse_categorical_crossentropy` | one of several, by number | is this review bad, mixed or good? |
#
# and at the end `choose_loss`, which looks at the targets and says which loss they need.
#
# **How to work.** Each exercise has a cell with a stub: replace the line
# `raise NotImplementedError()` by your code and run the cell. The cell below it runs the public
# checks. They are a help, not the mark: the hidden checks try what the docstring promises on many
# more inputs. Hints are folded; open one, think, then open the next. Demo cells draw something with
# *your* function; change their numbers and run them again.
#
# What is graded: the answer cells and cells of your own, run from the top of the notebook to its
# end. The first cell and the check cells are put back as they were handed out, so put imports and helper
# functions into the answer cell or into a new one. A cell that runs longer than five seconds is stopped:
# long experiments are better kept in another notebook.

# %% tags=["setup"]
import matplotlib.pyplot as plt
import numpy as np

from checks import check, demo

EPSILON = 1e-7  # Keras' own: probabilities are kept this far away from 0 and 1

# %% [markdown]
# ## 1. Mean squared error
#
# The model predicts a number $\hat y$; the truth is $y$. The error is $y - \hat y$. Errors must not
# cancel each other, so each is squared, and the loss is the mean over all $n$ elements:
#
# $$\mathrm{MSE} = \frac{1}{n}\sum_{i=1}^{n} (y_i - \hat y_i)^2$$
#
# Squaring has a side effect that you should have an opinion about: an error of 4 costs sixteen times
# as much as an error of 1. MSE would rather have many small errors than a single large one. For
# house prices that is usually what you want; for data with a few absurd outliers it is not.
#
# **By hand.** Targets `[3.0, -0.5, 2.0, 7.0]`, predictions `[2.5, 0.0, 2.1, 7.8]`:
#
# | target | prediction | error | squared |
# | ---: | ---: | ---: | ---: |
# | 3.0 | 2.5 | 0.5 | 0.25 |
# | -0.5 | 0.0 | -0.5 | 0.25 |
# | 2.0 | 2.1 | -0.1 | 0.01 |
# | 7.0 | 7.8 | -0.8 | 0.64 |
#
# The squares add up to 1.15, and 1.15 / 4 = **0.2875**. Look at the last row: one error of 0.8 makes
# more than half of the loss.
#
# **See it: twice the error, four times the cost.** The dots are the four samples, and the dotted line is
# their mean, the loss. Make the last prediction 9.0 and run the cell again: its error is now 2, and this
# one sample lifts the loss from 0.2875 to 1.1275.

# %% tags=["skip-execution"]
targets = np.array([3.0, -0.5, 2.0, 7.0])
predictions = np.array([2.5, 0.0, 2.1, 7.8])  # change these

errors = targets - predictions
widest = max(2.2, np.abs(errors).max() + 0.2)
scale = np.linspace(-widest, widest, 121)
fig, ax = plt.subplots(figsize=(6.5, 3.4))
ax.plot(scale, scale**2, linewidth=2, label="squared error")
ax.plot(scale, np.abs(scale), "--", label="absolute error, for comparison")
ax.plot(errors, errors**2, "o", color="black", label="the samples")
ax.axhline(np.mean(errors**2), color="black", linestyle=":", linewidth=1)
ax.set(xlabel="error: target - prediction", ylabel="cost of one sample",
       title=f"mean squared error {np.mean(errors**2):.4f} (dotted)")
ax.legend(loc="upper center")
plt.show()

# %% [markdown]
# **In real data, shapes differ.** A file of house prices gives targets of shape `(N,)`; a layer
# `Dense(1)` gives predictions of shape `(N, 1)`. They are the same data, but NumPy *broadcasts* one
# against the other and silently makes an `(N, N)` table of differences. And pixels are `uint8`, which
# holds 0 to 255 and wraps around: `np.uint8(3) - np.uint8(5)` is 254. Your function takes care of both.
#
# <details><summary>Hint 1: a question</summary>
# What are the shapes of your two arrays just before you subtract them? And their dtype?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.asarray(x, dtype=float) makes floats of anything, and .ravel() (or .reshape(-1)) makes a vector of any shape.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Turn both into flat float vectors, subtract, square, and take np.mean of all that.
# </details>

# %% exercise="mean_squared_error"
def mean_squared_error(y_true, y_pred):
    """The mean of the squared differences, over every element.

    y_true, y_pred: arrays or (nested) lists of numbers with equally many elements, any number of
        dimensions. One may be (N,) where the other is (N, 1): they are paired element by element.
        Integers, uint8 included, give the same result as floats. The inputs are not changed.
    Returns: a float.

    The same as keras.losses.MeanSquaredError().
    """
    ### BEGIN SOLUTION
    y_true = np.asarray(y_true, dtype=float).ravel()
    y_pred = np.asarray(y_pred, dtype=float).ravel()
    return float(np.mean((y_true - y_pred) ** 2))
    ### END SOLUTION

# %% [markdown]
# **Live: the same with Keras.** The cell shows your number beside Keras' own. (Keras computes in
# float32, so expect about seven equal digits.)

# %% tags=["skip-execution"]
with demo("mean_squared_error"):
    y_true = np.array([3.0, -0.5, 2.0, 7.0])
    y_pred = np.array([2.5, 0.0, 2.1, 7.8])
    print("yours:", mean_squared_error(y_true, y_pred))

    import tensorflow as tf

    mse_fn = tf.keras.losses.MeanSquaredError()
    print("Keras:", float(mse_fn(y_true, y_pred)))

# %% [markdown]
# ## 2. Binary crossentropy
#
# Now the question is yes (1) or no (0), and the model answers with a **probability** $p$ of yes. How
# wrong is "90 % sure that it is spam"? That depends on what happened. If it was spam, hardly wrong.
# If it was not, very.
#
# The measure is *surprise*: $-\log$ of the probability that was given to what really happened. A
# certainty that comes true surprises nobody ($-\log 1 = 0$). A coin toss surprises a little
# ($-\log 0.5 \approx 0.693$). Something that was called nearly impossible surprises enormously. (Why a
# logarithm? Two coin tosses in a row have the probability $0.5 \cdot 0.5$, and should be twice as
# surprising as one. The logarithm turns the product into a sum.)
#
# The mean surprise has a name, **crossentropy**: one side supplies the probabilities, the other what
# happens, and the two are crossed. *Binary* says that there are two answers. What happened had the
# probability $p$ if the target $y$ is 1, and $1-p$ if it is 0, and both cases fit in one line:
#
# $$\mathrm{BCE} = -\frac{1}{n}\sum_{i=1}^{n}\Big[\, y_i \log p_i + (1-y_i)\log(1-p_i)\,\Big]$$
#
# For $y=1$ the second term vanishes, for $y=0$ the first. The logarithm is the natural one. A *soft*
# target such as 0.7 ("seven of ten people said yes") simply weighs both terms.
#
# **By hand.** Targets `[1, 0, 1, 1]`, predictions `[0.9, 0.1, 0.8, 0.6]`:
#
# | target | prediction | probability of what happened | surprise |
# | ---: | ---: | ---: | ---: |
# | 1 | 0.9 | 0.9 | 0.1054 |
# | 0 | 0.1 | 0.9 | 0.1054 |
# | 1 | 0.8 | 0.8 | 0.2231 |
# | 1 | 0.6 | 0.6 | 0.5108 |
#
# The mean of the four is 0.9447 / 4 = **0.2362**.
#
# **Total confidence.** If the model says exactly 0 and the answer was yes, the surprise is
# $-\log 0 = \infty$: one sample would ruin the whole batch, and its gradient with it. So before
# anything else, probabilities are *clipped* into $[\varepsilon,\, 1-\varepsilon]$ with
# $\varepsilon = 10^{-7}$. The worst surprise is then $-\log 10^{-7} \approx 16.1$: a lot, but finite.
#
# <details><summary>Hint 1: a question</summary>
# A sample has target 0 and prediction 0.1. Which probability did the model give to what happened?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.clip(p, low, high) returns a clipped copy. Clip once, first; then both logarithms are safe.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# With y and p as float arrays, the formula is one line: np.mean of y * np.log(p) + (1 - y) * np.log(1 - p), and mind the sign.
# </details>

# %% exercise="binary_crossentropy"
def binary_crossentropy(y_true, y_pred):
    """The mean surprise of yes-or-no predictions, over every element.

    y_true: targets, 0 or 1 or anything between (soft targets). Array or (nested) list, any shape.
    y_pred: probabilities of 1, the same shape. They are first clipped to [EPSILON, 1 - EPSILON].
        Both may be floats or integers. The inputs are not changed.
    Returns: a float: the mean over every element of -(y log p + (1 - y) log(1 - p)), natural logarithm.

    The same as keras.losses.BinaryCrossentropy().
    """
    ### BEGIN SOLUTION
    y = np.asarray(y_true, dtype=float)
    p = np.clip(np.asarray(y_pred, dtype=float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    ### END SOLUTION

# %% [markdown]
# **See it: loss against predicted probability.** Each curve is one possible truth. Being unsure is
# cheap. Being sure and wrong is what hurts, and there is no limit to how much, until the clip. The
# dotted curve is a soft target. It is lowest where the prediction *equals* the target, and not 0 even
# there: where people disagree, some surprise is unavoidable. Give it another value.

# %% tags=["skip-execution"]
with demo("binary_crossentropy"):
    soft = 0.7  # change this: anything from 0 to 1

    p = np.linspace(0.001, 0.999, 400)
    fig, ax = plt.subplots(figsize=(6.5, 3.8))
    for target, style, name in ((1, "-", "it was yes: target 1"), (0, "--", "it was no: target 0"),
                                (soft, ":", f"people disagreed: target {soft}")):
        ax.plot(p, [binary_crossentropy([target], [q]) for q in p], style, linewidth=2, label=name)
    lowest = binary_crossentropy([soft], [soft])
    ax.annotate(f"lowest: {lowest:.3f}", (soft, lowest), (0.42, 2.2), arrowprops={"arrowstyle": "->"})
    ax.set(xlabel="predicted probability of yes", ylabel="loss of one sample", ylim=(0, 7),
           title="Sure and wrong is expensive")
    ax.legend(loc="upper center")
    plt.show()

# %% [markdown]
# **Live: the same with Keras.** Change a prediction to exactly 0 or 1 and see what the clip does, in
# yours and in theirs.

# %% tags=["skip-execution"]
with demo("binary_crossentropy"):
    y_true = np.array([1, 0, 1, 1])
    y_pred = np.array([0.9, 0.1, 0.8, 0.6])
    print("yours:", binary_crossentropy(y_true, y_pred))

    import tensorflow as tf

    loss_fn = tf.keras.losses.BinaryCrossentropy()
    print("Keras:", float(loss_fn(y_true, y_pred)))

# %% [markdown]
# ## 3. Categorical crossentropy
#
# Spam is yes or no; a picture shows a cat, a dog *or* a bird. The model now gives a whole row of
# probabilities, one for each of $C$ classes, and the target is a **one-hot** row: a 1 at the true class
# and 0 elsewhere. The loss is the surprise again, $-\log$ of the probability given to the true class:
#
# $$\mathrm{CCE} = -\frac{1}{N}\sum_{i=1}^{N}\sum_{c=1}^{C} y_{ic}\,\log p_{ic}$$
#
# The inner sum only *picks*: all of its terms but one are multiplied by 0. So it is summed over the
# classes and averaged over the samples. (With soft rows, such as `[0.9, 0.05, 0.05]`, every class
# counts by its share.) Notice what is missing: there is no term for $1-y$. The other classes need
# none, since what one class gains in probability the others lose.
#
# **By hand.** Targets `[[0, 0, 1], [0, 1, 0]]`, predictions `[[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]`. The
# true classes were given 0.7 and 0.6. The surprises are 0.3567 and 0.5108, and their mean is **0.4338**.
#
# **Two details of Keras.** First each row of predictions is divided by its own sum, so that it is a
# distribution whatever comes in: `[2, 2, 4]` becomes `[0.25, 0.25, 0.5]`. *Then* it is clipped to
# $[\varepsilon, 1-\varepsilon]$, and not normalised again.
#
#
# **See it: only the true class is asked.** Four guesses about one picture. Change what it shows, or what
# is guessed; each row must sum to 1.

# %% tags=["skip-execution"]
classes, truth = ["cat", "dog", "bird"], 2  # change the truth to 0, a cat, or 1, a dog
guesses = {"sure of a bird": [0.02, 0.03, 0.95], "rather a bird": [0.2, 0.3, 0.5],
           "no idea": [1 / 3, 1 / 3, 1 / 3], "sure of a cat": [0.9, 0.08, 0.02]}

fig, axes = plt.subplots(1, 4, figsize=(9, 2.8), sharey=True)
for ax, (name, row) in zip(axes, guesses.items()):
    ax.bar(classes, row, color=["tab:blue" if c == truth else "lightgray" for c in range(3)])
    ax.set(title=f"{name}\nloss {-np.log(row[truth]):.2f}", ylim=(0, 1))
axes[0].set_ylabel("predicted probability")
fig.suptitle(f"The picture shows a {classes[truth]}: only the blue bar counts")
fig.tight_layout()
plt.show()

# %% [markdown]
# <details><summary>Hint 1: a question</summary>
# Your predictions have the shape (N, C). Which axis do you add along, and which do you average along?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# p.sum(axis=-1, keepdims=True) has the shape (N, 1), which divides an (N, C) array row by row.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Divide the rows by their sums, clip, take the logarithm, multiply by the targets, sum over axis -1, then take minus the mean.
# </details>

# %% exercise="categorical_crossentropy"
def categorical_crossentropy(y_true, y_pred):
    """The mean surprise at the true class, for one-hot (or soft) targets.

    y_true: (N, C), each row one-hot or a soft distribution over the classes. Array or nested list.
    y_pred: (N, C), not negative. Each row is first divided by its sum, then clipped to
        [EPSILON, 1 - EPSILON]. Both may be floats or integers. The inputs are not changed.
    Returns: a float: -(y log p), natural logarithm, summed over the classes and averaged over the
        samples.

    The same as keras.losses.CategoricalCrossentropy().
    """
    ### BEGIN SOLUTION
    y = np.asarray(y_true, dtype=float)
    p = np.asarray(y_pred, dtype=float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))
    ### END SOLUTION

# %% [markdown]
# **Live: the same with Keras.** Multiply a row of predictions by 10: neither of the two will care.

# %% tags=["skip-execution"]
with demo("categorical_crossentropy"):
    y_true = np.array([[0, 0, 1], [0, 1, 0]])  # one-hot
    y_pred = np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]])
    print("yours:", categorical_crossentropy(y_true, y_pred))

    import tensorflow as tf

    cce_fn = tf.keras.losses.CategoricalCrossentropy()
    print("Keras:", float(cce_fn(y_true, y_pred)))

# %% [markdown]
# ## 4. Sparse categorical crossentropy
#
# A one-hot row is a wasteful way to write one number. A language model chooses among fifty thousand
# words: its targets would be rows of 49,999 zeros. So the target may be the **index** of the true
# class instead, and the loss picks that probability directly:
#
# $$\mathrm{SCCE} = -\frac{1}{N}\sum_{i=1}^{N} \log p_{i,\,y_i}$$
#
# It is the same loss on the same predictions; only the targets are written differently. With labels
# `[2, 1]` and the predictions from above you get the same **0.4338**.
#
# **What can go wrong with a label.** It may come as a column, `(N, 1)`, or as a float, `2.0`, when it
# was read from a file. Both are fine. But label 3 among three classes (0, 1, 2) is a mistake in the
# data, and so is -1. NumPy would quietly take `row[-1]`, the *last* class. Your function refuses both
# with a `ValueError`: a loud error today is better than a model trained on wrong labels.
#
# <details><summary>Hint 1: a question</summary>
# How do you take one entry from each row: entry y[0] from row 0, entry y[1] from row 1, and so on?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# p[rows, columns] with two index vectors of length N takes N entries. np.arange(N) counts the rows.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Flatten the labels and make them integers, refuse those below 0 or from C upwards, then average -np.log(p[np.arange(N), labels]) of the clipped p.
# </details>

# %% exercise="sparse_categorical_crossentropy"
def sparse_categorical_crossentropy(y_true, y_pred):
    """The mean surprise at the true class, for integer labels.

    y_true: labels 0..C-1, (N,) or (N, 1), as integers or as floats like 2.0. Array or list.
    y_pred: (N, C), probabilities; each row sums to 1. They are clipped to [EPSILON, 1 - EPSILON].
        Array or nested list. The inputs are not changed.
    Returns: a float: -log of the probability of the true class, averaged over the samples.
    Raises: ValueError where a label is not one of 0..C-1.

    The same as keras.losses.SparseCategoricalCrossentropy().
    """
    ### BEGIN SOLUTION
    p = np.clip(np.asarray(y_pred, dtype=float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= p.shape[1]:
        raise ValueError(f"labels must be 0 to {p.shape[1] - 1}")
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))
    ### END SOLUTION

# %% [markdown]
# **See it: one entry from each row.** The labels point at a class, and the loss reads the probability
# there. Change a label and watch its frame move.

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy"):
    labels = [2, 1, 0, 1]  # change these: each is 0, 1 or 2
    p = np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2], [0.3, 0.4, 0.3], [0.85, 0.05, 0.1]])

    fig, ax = plt.subplots(figsize=(6.5, 3))
    ax.imshow(p, cmap="Blues", vmin=0, vmax=2, aspect="auto")
    for sample, label in enumerate(labels):
        for c in range(3):
            ax.text(c, sample, f"{p[sample, c]:.2f}", ha="center", va="center")
        ax.add_patch(plt.Rectangle((label - 0.48, sample - 0.46), 0.96, 0.92, fill=False,
                                   edgecolor="tab:orange", linewidth=3))
        loss = sparse_categorical_crossentropy([label], [p[sample]])
        ax.text(2.6, sample, f"label {label}: loss {loss:.2f}", va="center")
    ax.set(xticks=range(3), xticklabels=["class 0", "class 1", "class 2"],
           yticks=range(4), yticklabels=[f"sample {sample}" for sample in range(4)],
           title=f"mean of the four: {sparse_categorical_crossentropy(labels, p):.4f}")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **Live: the same with Keras.**

# %% tags=["skip-execution"]
with demo("sparse_categorical_crossentropy"):
    y_true = np.array([2, 1])  # the same two classes, as integers
    y_pred = np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]])
    print("yours:", sparse_categorical_crossentropy(y_true, y_pred))

    import tensorflow as tf

    scce_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    print("Keras:", float(scce_fn(y_true, y_pred)))

# %% [markdown]
# ## 5. Choosing a loss
#
# Two questions settle it: *what is predicted?* and *how are the targets written?*
#
# | problem | targets look like | loss | an example |
# | --- | --- | --- | --- |
# | binary classification | `[1, 0, 1]` | `BinaryCrossentropy` | spam detection |
# | several classes, one-hot | `[[0, 0, 1], [0, 1, 0]]` | `CategoricalCrossentropy` | image classification |
# | several classes, integers | `[2, 1, 0]` | `SparseCategoricalCrossentropy` | sentiment: bad, mixed, good |
# | regression | `[3.0, -0.5, 7.2]` | `MeanSquaredError` | house prices |
#
# Why not squared error for everything? Say the answer is yes and the model says 0.001. Squared error
# charges $(1-0.001)^2 \approx 1$ and hardly cares whether it was 0.001 or 0.1. Crossentropy charges
# 6.9 against 2.3. It speaks the language of probabilities, and its slope is steep exactly where the
# model is sure and wrong, which is where it has most to learn. For a price there is no probability to
# be surprised at; there the distance is what counts.

# %% tags=["skip-execution"]
p = np.linspace(0.001, 0.999, 400)
fig, ax = plt.subplots(figsize=(6.5, 3.4))
ax.plot(p, -np.log(p), linewidth=2, label="crossentropy")
ax.plot(p, (1 - p) ** 2, "--", linewidth=2, label="squared error")
ax.set(xlabel="predicted probability of the right answer", ylabel="loss of one sample", ylim=(0, 7),
       title="Sure and wrong: only one of them is steep")
ax.legend()
plt.show()

# %% [markdown]
# Turn the table into code. Your function sees nothing but the targets.
#
# <details><summary>Hint 1: a question</summary>
# Which property tells continuous targets from all the others? Is it the dtype?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Ask in this order: is every value a whole number? Is there more than one column? Is any value above 1?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# np.all(y == np.round(y)) says whether all are whole. y.ndim == 2 and y.shape[1] > 1 says whether there are several columns.
# </details>

# %% exercise="choose_loss"
def choose_loss(y):
    """The Keras loss that suits these targets.

    y: an array or (nested) list of targets, one of
        continuous values, any shape (they may all lie between 0 and 1, but are not all whole),
        0 and 1 in one column, (N,) or (N, 1),
        one-hot rows, (N, C) with two or more columns,
        class numbers of three or more classes, (N,) or (N, 1);
        whole numbers may be stored as integers or as floats.
    Returns: the name of the Keras class as a string: "MeanSquaredError", "BinaryCrossentropy",
        "CategoricalCrossentropy" or "SparseCategoricalCrossentropy".
    """
    ### BEGIN SOLUTION
    y = np.asarray(y, dtype=float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"
    ### END SOLUTION

# %% [markdown]
# ## What you know now
#
# A loss turns "how wrong" into one number, and its shape decides what training cares about: squared
# error about distance, crossentropy about surprise. You will meet these four again in every lesson
# that follows: *activations* makes the probabilities, *logits* computes the same losses without ever
# forming them, and *training* walks downhill on them.
