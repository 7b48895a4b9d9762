# %% [markdown]
# # Training: around and around the data, and when to stop
#
# A loss says how wrong the network is. Its **gradient** says, for every weight, how much the loss would
# grow if this weight grew a little: which way is uphill. Training walks the other way, in small steps:
#
# $$\text{new weight} = \text{weight} - \text{learning rate}\cdot\text{gradient}$$
#
# What is left is how to walk: how much data to look at before each step, how often to go through all of
# it, and how to notice that more walking has begun to do harm.
#
# In this lesson you write the parts of `model.fit`, and at the end a small `fit` of your own whose
# numbers are those of Keras:
#
# | you write | it answers |
# | --- | --- |
# | `steps_per_epoch` | how many updates does one pass through the data make? |
# | `batches` | which samples go into which update? |
# | `train_val_test_split` | which data may the model learn from, and which must it never see? |
# | `best_epoch_count` | looking back: how many epochs would have been best? |
# | `EarlyStopping` | looking ahead: is it time to stop? |
# | `fit_linear_regression` | all of it together: what does `model.fit` do, number by number? |
#
# **How to work.** Replace `raise NotImplementedError()` by your code, run the cell, then run the check
# cell below it. The public checks are a help, not the mark: the hidden checks try everything that the
# docstring promises. While they run there is NumPy and Python itself, and no other library. Hints are
# folded. Demo cells draw something, often with *your* function; change their numbers and run them again.
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
# ## 1. Epoch, batch, iteration
#
# You could compute the gradient on all the data, take one step, and compute it on all the data again.
# With ten samples, why not. With a million pictures you would wait an hour for a single step in a
# direction that a few dozen pictures show almost as well. So the data are cut into small portions, and
# the weights take a step after each.
#
# | word | meaning |
# | --- | --- |
# | **batch** | a few training samples that are looked at together |
# | **batch size** $B$ | how many: the number of samples before the weights are updated |
# | **iteration**, or **step** | one update of the weights, after one batch |
# | **epoch** | one pass through all the $N$ training samples: each is seen exactly once |
# | **steps per epoch** | how many updates such a pass makes |
#
# After one epoch each sample has been used once. Training for many epochs means to show the *same*
# samples again; they still have something to teach, because the weights are no longer the same.
#
# **See it.** Each square is a sample, each colour a batch. Try a batch size of 5, or of 3.

# %% tags=["skip-execution"]
samples, batch_size, epochs = 10, 4, 2  # change these

rng = np.random.default_rng(3)
fig, ax = plt.subplots(figsize=(8, 1 + 0.7 * epochs))
for epoch in range(epochs):
    for place, sample in enumerate(rng.permutation(samples)):
        batch = place // batch_size
        left = place + 0.6 * batch
        ax.add_patch(plt.Rectangle((left, -1.3 * epoch), 0.92, 0.92, color=f"C{batch}", alpha=0.45))
        ax.text(left + 0.46, 0.46 - 1.3 * epoch, sample, ha="center", va="center")
        if epoch == 0 and place % batch_size == 0:
            ax.text(left, 1.2, f"step {batch + 1}", color=f"C{batch}")
    ax.text(-0.3, 0.46 - 1.3 * epoch, f"epoch {epoch + 1}", ha="right", va="center")
ax.set(xlim=(-2, left + 1), ylim=(0.8 - 1.3 * epochs, 1.8),
       title=f"{samples} samples in batches of {batch_size}: {batch + 1} steps in each epoch")
ax.axis("off")
plt.show()

# %% [markdown]
# How many steps is that? People say "$N / B$", and where $B$ divides $N$ that is right. Where it does
# not, a few samples are left over at the end, fewer than a full batch. They are data too: if an epoch is
# to see *every* sample, they make one last, shorter batch. So the quotient is rounded **up**:
#
# $$\text{steps per epoch} = \left\lceil \frac{N}{B} \right\rceil$$
#
# **By hand.** $N = 1000$ samples, batch size $B = 32$: 31 full batches hold 992 samples, 8 are left, so
# one epoch has **32** steps ($1000 / 32 = 31.25$, rounded up). Twenty epochs make $20 \cdot 32 = 640$ updates.
# With $B = 64$ there are only 16 steps: half the updates for the same look at the data.
#
# <details><summary>Hint 1: a question</summary>
# What are 12 / 4 and 13 / 4? How many batches of four do you need for 13 samples?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# 13 // 4 counts the full batches, and 13 % 4 counts what is left. Is there one more batch? And which sizes make no sense at all?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Raise ValueError if either number is below 1. Then math.ceil(n / b) is an int (np.ceil gives a float); -(-n // b) rounds up with integers alone.
# </details>

# %% exercise="steps_per_epoch"
def steps_per_epoch(n_samples, batch_size):
    """How many updates one pass through the data makes.

    n_samples: the number of training samples, an int.
    batch_size: the number of samples in a batch, an int. It may be larger than n_samples: then one
        batch holds everything.
    Returns: an int (not a float such as 4.0): full batches, and one more if samples are left over.
    Raises: ValueError where either number is below 1 (zero or negative).

    The same as the number of steps that keras' model.fit makes in an epoch.
    """
    ### BEGIN SOLUTION
    if n_samples < 1 or batch_size < 1:
        raise ValueError("n_samples and batch_size must be at least 1")
    return -(-n_samples // batch_size)
    ### END SOLUTION

# %% [markdown]
# **Live: let Keras count.** An optimizer counts its updates. Twenty epochs on 1000 samples, in batches
# of 64:

# %% tags=["skip-execution"]
with demo("steps_per_epoch"):
    rng = np.random.default_rng(0)
    X_train = rng.normal(size=(1000, 3))
    y_train = X_train @ np.array([1.0, -2.0, 0.5])
    print("yours:", 20 * steps_per_epoch(1000, 64), "updates in 20 epochs")

    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    model.fit(X_train, y_train, epochs=20, batch_size=64, verbose=0)
    print("Keras:", int(model.optimizer.iterations.numpy()), "updates in 20 epochs")

# %% [markdown]
# ## 2. Batches, small and large
#
# The gradient of a batch is an *estimate* of the gradient of all the data, as a poll is of an election.
# Ask more people, and the poll scatters less, but slowly: its spread shrinks like $1/\sqrt{B}$. **Four
# times the batch, four times the work, half the noise.** The cell measures it: it draws 500 batches of
# each size and looks at how far their gradients scatter. On the left, half of the 500 lie inside the box
# and nearly all between the whiskers.

# %% tags=["skip-execution"]
sizes = [1, 4, 16, 64, 256]  # change these

rng = np.random.default_rng(0)
x = rng.normal(size=4096)
y = 3 * x + rng.normal(size=4096)
gradients = {}
for size in sizes:  # d/dw of the batch's mean squared error of w * x, at w = 0
    drawn = rng.integers(0, len(x), (500, size))
    gradients[size] = np.mean(-2 * y[drawn] * x[drawn], axis=1)
spread = [gradients[size].std() for size in sizes]

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
boxes = left.boxplot([gradients[size] for size in sizes], tick_labels=sizes, showfliers=False,
                     medianprops={"linewidth": 0}, showmeans=True,
                     meanprops={"marker": "o", "mfc": "tab:blue", "mec": "tab:blue"})
boxes["means"][0].set_label("mean of the 500")
left.axhline(np.mean(-2 * y * x), color="tab:red", linewidth=1, label="gradient of all the data")
left.set(xlabel="batch size", ylabel="gradient of a batch", title="The same mean, less scatter")
left.legend(loc="lower right")
right.loglog(sizes, spread, "o-", label="measured")
right.loglog(sizes, spread[0] * np.sqrt(sizes[0] / np.array(sizes)), "k--", linewidth=1,
             label=r"as $1/\sqrt{B}$ says")
right.set(xlabel="batch size", ylabel="scatter (standard deviation)",
          title="Four times the batch, half the noise")
right.set_xticks(sizes, labels=sizes)
right.set_yticks([0.5, 1, 2, 4, 8], labels=[0.5, 1, 2, 4, 8])
right.minorticks_off()
right.legend()
fig.tight_layout()
plt.show()

# %% [markdown]
# The other price of a large batch is **memory**: every layer's outputs for every sample of the batch are
# kept until the gradient has been computed. For the pictures alone it is easy to work out. One colour
# picture of 224 by 224 pixels in float32 takes $224 \cdot 224 \cdot 3 \cdot 4 = 602\,112$ bytes, about 0.6 MB.

# %% tags=["skip-execution"]
picture = 224 * 224 * 3 * 4  # bytes: height, width, colours, four bytes a float32
hidden = 112 * 112 * 64 * 4  # the outputs of one early layer: half the height and width, 64 numbers each
print("batch size   pictures   outputs of one early layer")
for size in (16, 32, 256, 512, 1024):
    print(f"{size:10} {size * picture / 1e6:7.0f} MB {size * hidden / 1e6:25.0f} MB")

# %% [markdown]
# | | small (16, 32) | large (256, 512, 1024) |
# | --- | --- | --- |
# | memory | little | much, in proportion to the size |
# | an update | noisy, but cheap | smooth, but costly |
# | updates per epoch | many | few |
# | on new data | often better | often a little worse |
#
# Why should noise help on new data? A step that is a little wrong shakes the weights out of narrow valleys of
# the loss, which fit only these very samples, and lets them come to rest in wide ones. Keras takes 32 if you
# say nothing. It is a good first try.
#
# **Why shuffle.** Files are often sorted: all cats, then all dogs. Cut in order, each batch would show a
# single class, and each step would undo what the last one learned. So before every epoch the samples get
# a new random order. Two things must not happen on the way: a sample that loses its own target (one
# order, used for `X` *and* `y`), and a shuffle that reaches the caller's arrays.
#
# **By hand.** Five pairs, batch size 2. In order: samples 0 1, then 2 3, then 4 alone. With the random order
# 3 0 4 1 2: samples 3 0, then 4 1, then 2 alone. Every pair once, every batch full but the last.
#
# **The seed.** A computer's random numbers follow from a number called seed. The same seed gives the same
# order, so that an experiment can be repeated; another seed gives another.
#
# <details><summary>Hint 1: a question</summary>
# If you had a list of the numbers 0 to N-1 in the order wanted, how would you cut it into portions, and how would you use a portion on X and on y?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# order = np.arange(N), or np.random.default_rng(seed).permutation(N). Make X and y arrays first: X[[3, 0]] works on arrays, not on lists. range(0, N, batch_size) gives the starts.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# For each start: part = order[start : start + batch_size], then yield X[part], y[part]. A slice that reaches beyond the end simply stops there.
# </details>

# %% exercise="batches"
def batches(X, y, batch_size, shuffle=False, seed=None):
    """The batches of one epoch.

    X, y: arrays or (nested) lists with N entries each along the first axis (the samples), and any
        number of further dimensions. They are not changed, nor reordered.
    batch_size: the number of pairs in a batch, 1 or more. It may be larger than N.
    shuffle: False: the pairs come in the order of the data, whatever the seed. True: in an order drawn
        at random from all orders of the N pairs, not of the batches.
    seed: for shuffle=True, an int from 0 upwards. The same seed gives the same order at every call, in
        every run of the notebook, another seed another order. With None any order will do, but the data's own.
    Returns: whatever a for loop can go through and that ends after one epoch (a generator, a list, a
        zip, ...), of pairs (X_batch, y_batch). Both are arrays of shape (n, ...) where X and y are (N, ...).
        Every pair X[i], y[i] comes exactly once and stays together. Each batch holds batch_size pairs,
        only the last holds what is left; no batch is empty.

    With shuffle=False the same batches as keras' model.fit(X, y, shuffle=False).
    """
    ### BEGIN SOLUTION
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]
    ### END SOLUTION

# %% [markdown]
# **See it: two walks downhill.** The rings are the loss of a line $wx + b$; the cross is its lowest point.
# Both walks take three epochs through the same 64 samples, with your batches in a new order each epoch. One
# makes 48 noisy steps, the other 3 exact ones. Who got further for the same look at the data?

# %% tags=["skip-execution"]
with demo("batches"):
    rng = np.random.default_rng(1)
    x = rng.normal(size=64)
    y = 2 * x + 1 + rng.normal(size=64)

    def walk(batch_size, epochs=3, learning_rate=0.1):  # change these, and the two sizes below
        w, b = -1.0, -1.5
        path = [(w, b)]
        for epoch in range(epochs):
            for x_batch, y_batch in batches(x, y, batch_size, shuffle=True, seed=epoch):
                error = w * x_batch + b - y_batch
                w -= learning_rate * 2 * np.mean(error * x_batch)
                b -= learning_rate * 2 * np.mean(error)
                path.append((w, b))
        return np.array(path)

    small, large = walk(4), walk(64)
    ws, bs = np.meshgrid(np.linspace(-1.6, 3.4, 80), np.linspace(-2, 2.4, 80))
    losses = np.mean((ws[..., None] * x + bs[..., None] - y) ** 2, axis=-1)
    best = np.polyfit(x, y, 1)
    fig, ax = plt.subplots(figsize=(6.5, 4))
    ax.contour(ws, bs, losses, levels=14, colors="lightgray")
    ax.plot(*small.T, ".-", linewidth=1, label=f"batches of 4: {len(small) - 1} steps")
    ax.plot(*large.T, "s-", label=f"batches of 64: {len(large) - 1} steps")
    ax.plot(*best, "kx", markersize=10, markeredgewidth=2, label="lowest loss")
    ax.set(xlabel="w", ylabel="b", title="Three epochs: noisy and there, or smooth and on the way")
    ax.legend(loc="lower right")
    plt.show()

# %% [markdown]
# **Live: the batches that Keras cuts.** This model learns nothing. It only writes down what `model.fit`
# hands to it in each step.

# %% tags=["skip-execution"]
with demo("batches"):
    X = np.arange(10.0).reshape(10, 1)
    y = 100 + np.arange(10.0)
    print("yours:", [X_batch.ravel().tolist() for X_batch, y_batch in batches(X, y, 4)])

    import tensorflow as tf

    class Recorder(tf.keras.Model):
        def train_step(self, data):
            seen.append(data[0].numpy().ravel().tolist())
            return {"loss": 0.0}

    for shuffle in (False, True):
        seen = []
        recorder = Recorder()
        recorder.compile(run_eagerly=True)
        recorder.fit(X, y, batch_size=4, shuffle=shuffle, verbose=0)
        print(f"Keras, shuffle={shuffle}:", seen)

# %% [markdown]
# ## 3. Training, validation and test data
#
# A student who has seen the exam questions with their answers gets full marks, and you have learned
# nothing about what they know. So part of the data is put aside *before* training, and the model is judged
# on that. And because we look again and again while we make choices (how many epochs? which learning
# rate?), and each choice leans a little towards the data that we look at, we put aside **two** parts:
#
# | data | used for | as at school |
# | --- | --- | --- |
# | training set | updating the weights | the exercises |
# | validation set | noticing overfitting, choosing hyperparameters | the mock exam |
# | test set | one final, honest figure on unseen data | the exam |
#
# (A *hyperparameter* is a number that you choose and training does not: epochs, batch size, learning rate, the
# number of layers.) The weights are never updated with validation data, and the test set is used when all
# choices have been made.
#
# A common split is **80 % training, 10 % validation, 10 % test**. It depends on how much there is: of ten
# million samples 1 % is still a hundred thousand, plenty for a test, and the rest is better used for learning.
#
# **By hand.** 50 samples: 5 for validation, 5 for the test, and the other 40 for training. With 33 samples the
# exact tenth is 3.3: whether you take 3 or 4 does not matter. What does matter is that no sample is in two
# parts and none is lost, so training simply gets *the rest*.
#
# **Shuffle first.** Again, files are sorted. The iris data have 50 flowers of each of three species, one after
# the other; the last tenth is all of one kind. (This is a trap in Keras as well: `validation_split=0.1` takes the
# *last* tenth, before any shuffling.)
#
# <details><summary>Hint 1: a question</summary>
# Put the numbers 0 to N-1 in a random order. How do you cut them into three piles that cannot overlap?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Work out the sizes n_val and n_test from the full N, each by itself. One permutation serves X and y: X[order[:n_val]] and y[order[:n_val]].
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# val, test, train = order[:n_val], order[n_val : n_val + n_test], order[n_val + n_test :]. Then return the six arrays, first the three X, then the three y.
# </details>

# %% exercise="train_val_test_split"
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """The data in three parts, drawn at random.

    X, y: arrays or (nested) lists with N entries each along the first axis, and any number of further
        dimensions. They are not changed, nor reordered.
    val_fraction, test_fraction: the parts of all N pairs that go to validation and to test. These two
        sizes are within one of the exact val_fraction * N and test_fraction * N, however you round;
        training gets all the rest.
    seed: an int from 0 upwards. The same seed gives the same six arrays at every call, in every run of the
        notebook. Which pairs are in each of the three parts depends on it: another seed gives other pairs to
        each part.
    Returns: X_train, X_val, X_test, y_train, y_val, y_test (a tuple or list of six arrays, in this order).
        Every pair X[i], y[i] is in exactly one part and stays together: entry k of X_val belongs to entry k
        of y_val. The pairs of each part are drawn at random from all of the data. Their order inside a
        part is up to you.

    Does in one call what two calls of sklearn.model_selection.train_test_split do. Write it with NumPy:
    scikit-learn is not there while your work is graded.
    """
    ### BEGIN SOLUTION
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    val, test, train = np.split(order, [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]
    ### END SOLUTION

# %% [markdown]
# **See it: which flowers are in which part?** On the left the iris data are cut in order, on the right split
# by your function.

# %% tags=["skip-execution"]
with demo("train_val_test_split"):
    from sklearn.datasets import load_iris

    seed = 1  # change this

    iris = load_iris()
    cut = np.split(iris.target, [120, 135])
    split = train_val_test_split(iris.data, iris.target, seed=seed)[3:]
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    for ax, parts, title in zip(axes, (cut, split), ("cut in order", "your split")):
        base = np.zeros(3)
        for species, name in enumerate(iris.target_names):
            share = np.array([np.mean(part == species) for part in parts])
            words = zip(("training", "validation", "test"), parts)
            ax.bar([f"{word}\n({len(part)})" for word, part in words], share, bottom=base, label=name)
            base += share
        ax.set(title=title, ylim=(0, 1))
    axes[0].set_ylabel("share of each species")
    axes[1].legend(loc="upper left", bbox_to_anchor=(1, 1))
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **Live: scikit-learn and Keras.** `train_test_split` makes two parts, so it is called twice: first 80 % and 20 %,
# then the 20 % in halves. `validation_data` tells Keras to compute the loss on these data too after each
# epoch, without learning from them. (Your split differs in which flowers it draws. Its sizes should not.)

# %% tags=["skip-execution"]
with demo("train_val_test_split"):
    import tensorflow as tf
    from sklearn.datasets import load_iris
    from sklearn.model_selection import train_test_split

    X, y = load_iris(return_X_y=True)
    print("yours:       ", [len(part) for part in train_val_test_split(X, y)[:3]])
    X_train, X_rest, y_train, y_rest = train_test_split(X, y, test_size=0.2, random_state=42)
    X_val, X_test, y_val, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=42)
    print("scikit-learn:", [len(part) for part in (X_train, X_val, X_test)])

    tf.keras.utils.set_random_seed(1)
    model = tf.keras.Sequential([
        tf.keras.layers.Input((4,)),
        tf.keras.layers.Dense(16, activation="relu"),
        tf.keras.layers.Dense(3),
    ])
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=30, batch_size=32, validation_data=(X_val, y_val), verbose=0)
    print(f"test accuracy: {model.evaluate(X_test, y_test, verbose=0)[1]:.2f}")

# %% [markdown]
# ## 4. How many epochs?
#
# Too few, and the model has not learned the pattern yet: it **underfits**, and both losses are still high.
# Too many, and it goes on to learn what is *not* a pattern, the accidents of these particular training samples:
# it **overfits**. The training loss keeps falling, since memorising does lower it, but on data that it has not
# seen the model gets worse. That is why one curve is not enough. The difference shows in two.
#
# The cell trains a small network with sixty hidden units on fourteen noisy points. (Their activation is tanh, a
# sigmoid stretched to the range from -1 to 1: it draws smooth curves.) On the left are the two losses, on the
# right what the network has drawn through the points at three moments. With more samples, or less noise, there is
# less to be learned by heart: try 200 samples.

# %% tags=["skip-execution"]
samples, noise, epochs = 14, 0.35, 600  # change these

rng = np.random.default_rng(59)
x = rng.uniform(-1, 1, (samples + 60, 1))
y = np.sin(3 * x) + rng.normal(0, noise, x.shape)
slopes, shifts = rng.normal(0, 15, (1, 60)), rng.uniform(-15, 15, 60)
grid = np.linspace(-1, 1, 200).reshape(-1, 1)
units, units_on_grid = np.tanh(x @ slopes + shifts), np.tanh(grid @ slopes + shifts)

weights, history, drawn = np.zeros((60, 1)), [], []
for _epoch in range(epochs):  # one batch of everything: an epoch is one step
    error = units[:samples] @ weights - y[:samples]
    weights = weights - 0.004 * 2 * units[:samples].T @ error / samples
    squares = (units @ weights - y) ** 2
    history.append((squares[:samples].mean(), squares[samples:].mean()))
    drawn.append(units_on_grid @ weights)
train_losses, val_losses = np.array(history).T

lowest = int(np.argmin(val_losses)) + 1
fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.2))
left.semilogx(range(1, epochs + 1), train_losses, label="training loss")
left.semilogx(range(1, epochs + 1), val_losses, label="validation loss")
right.plot(x[:samples], y[:samples], "ko", markersize=5, label="training samples")
right.plot(grid, np.sin(3 * grid), color="gray", linestyle="--", linewidth=1, label="the truth")
for color, count, name in (("C2", 5, "underfits"), ("C3", lowest, "about right"), ("C4", epochs, "overfits")):
    left.axvline(count, color=color, linestyle=":", linewidth=2, label=f"{count} epochs: {name}")
    right.plot(grid, drawn[count - 1], color=color)
left.set(xlabel="epochs (logarithmic)", ylabel="mean squared error", title="Two losses of one network")
left.legend(loc="upper right", fontsize=9)
right.set(xlabel="x", ylabel="y", title="The same network at three moments", xticks=[-1, -0.5, 0, 0.5, 1])
right.legend(loc="upper left")
fig.tight_layout()
plt.show()

# %% [markdown]
# The best number of epochs is where the **validation** loss is lowest. If several epochs share that lowest
# value, take the first: it costs least.
#
# **By hand.** Validation losses after each epoch: 0.9, 0.6, 0.45, 0.5, 0.45, 0.7. The lowest is 0.45. It is
# reached first after the third epoch, so the answer is **3** (not 2, which is the position in the list, and not 5).
#
# <details><summary>Hint 1: a question</summary>
# Counting from zero, at which position does the lowest value of [0.9, 0.6, 0.45, 0.5] stand? How many epochs were run by then?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.argmin gives the position of the lowest value, and the first one if there are several.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Positions count from 0, epochs run are counted from 1. Return a plain int.
# </details>

# %% exercise="best_epoch_count"
def best_epoch_count(val_losses):
    """After how many epochs the validation loss was lowest.

    val_losses: the validation loss after each epoch, an array or list of one or more numbers of any size
        and sign. It is not changed.
    Returns: an int, counted from 1: the number of epochs run when the lowest loss was reached for the
        first time. The lowest is the lowest, by however little.
    """
    ### BEGIN SOLUTION
    return int(np.argmin(val_losses)) + 1
    ### END SOLUTION

# %% [markdown]
# **Live: fifty epochs of Keras.** `model.fit` returns a history with one number per epoch for each loss. The
# data have twenty inputs, of which only one matters, and much noise: an invitation to overfit. The training loss
# goes to 0, and that is no good news.

# %% tags=["skip-execution"]
with demo("best_epoch_count"):
    best_epoch_count([0.5])  # asks whether it is written before Keras starts to work

    import tensorflow as tf

    rng = np.random.default_rng(0)
    X = rng.normal(size=(350, 20))
    y = X[:, 0] + rng.normal(size=350)
    X_train, X_val, y_train, y_val = X[:150], X[150:], y[:150], y[150:]
    tf.keras.utils.set_random_seed(1)
    model = tf.keras.Sequential([
        tf.keras.layers.Input((20,)),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mean_squared_error")
    history = model.fit(X_train, y_train, epochs=50, batch_size=32,
                        validation_data=(X_val, y_val), verbose=0)
    best = best_epoch_count(history.history["val_loss"])
    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    ax.plot(range(1, 51), history.history["loss"], label="training loss")
    ax.plot(range(1, 51), history.history["val_loss"], label="validation loss")
    ax.axvline(best, color="gray", linestyle=":", linewidth=2, label=f"best: {best} epochs")
    ax.set(xlabel="epochs", ylabel="mean squared error", ylim=(0, None), title="Fifty were too many")
    ax.legend()
    plt.show()

# %% [markdown]
# ## 5. Early stopping
#
# Looking back, the best epoch is easy to find. But you pay for all the epochs that came after it. Early stopping
# decides *while training*: as long as the validation loss finds new lows, go on; when it has found none for a
# while, stop. How long is "a while"? One bad epoch may be chance, since the curve is bumpy. So it is given some
# **patience**.
#
# The rule of `keras.callbacks.EarlyStopping`, to the letter. At the end of each epoch:
#
# 1. A counter `wait` grows by 1.
# 2. Is this the first epoch, or is `val_loss + min_delta < best`? Then it is an improvement: `best` becomes this
#    loss, `best_epoch` this epoch, `wait` goes back to 0, and training goes on.
# 3. If not, and `wait >= patience`, training stops, and `stopped_epoch` is this epoch.
#
# Each word counts. The comparison is with the **best** loss so far, not with the last one: a loss that falls, but
# not below the best, is no improvement. It is strict: an equal loss is none either. And epochs are numbered from
# **0** here, as everywhere in a program.
#
# **By hand.** Losses 1, 0.9, 0.95, 0.94, 0.93 with patience 2:
#
# | epoch | loss | improvement? | best | wait | |
# | ---: | ---: | --- | ---: | ---: | --- |
# | 0 | 1 | the first | 1 | 0 | |
# | 1 | 0.9 | 0.9 < 1 | 0.9 | 0 | |
# | 2 | 0.95 | no | 0.9 | 1 | |
# | 3 | 0.94 | no: lower than 0.95, but not than 0.9 | 0.9 | 2 | stop |
#
# Four epochs were run, `stopped_epoch` is **3** and `best_epoch` is **1**. The fifth loss is never seen. Because
# `wait` has grown to 1 before it is looked at, patience 0 and patience 1 are the same rule.
#
# **`min_delta`** says how much better is better: an improvement that is not *more* than this does not count, and
# then `best` stays where it was. All of the following come from Keras itself:
#
# | losses | settings | result |
# | --- | --- | --- |
# | 1, 0.9, 0.95, 0.94, 0.93 | patience 0 or 1 | stops after 3 epochs: `stopped_epoch` 2, `best_epoch` 1 |
# | the same | patience 2 | stops after 4 epochs: `stopped_epoch` 3 |
# | 1, 0.95, 0.9, 0.85, 0.8 | patience 2, `min_delta` 0.08 | never stops: `stopped_epoch` 0 |
# | 1, 0.75, 0.5, 0.25 | patience 1, `min_delta` 0.25 | stops at epoch 1: 0.75 is better by 0.25, but not by more |
#
# In the third row 0.95 is too little (0.95 + 0.08 is not below 1), so `best` stays 1, and 0.9 is then measured
# against 1 and counts.

# %% tags=["skip-execution"]
losses, min_delta = [1, 0.95, 0.9, 0.85, 0.8], 0.08  # change these

best = losses[0]
fig, ax = plt.subplots(figsize=(6.5, 3.2))
ax.plot(losses, color="lightgray", zorder=0)
for epoch, loss in enumerate(losses):
    better = epoch == 0 or loss + min_delta < best
    if epoch > 0:
        ax.plot([epoch - 0.4, epoch + 0.4], [best - min_delta] * 2, "k--", linewidth=1)
    ax.plot(epoch, loss, "o" if better else "X", color="tab:green" if better else "tab:red", markersize=9)
    best = loss if better else best
ax.plot([], [], "o", color="tab:green", label="counts as an improvement")
ax.plot([], [], "X", color="tab:red", label="too little")
ax.plot([], [], "k--", linewidth=1, label="best so far - min_delta")
ax.set(xlabel="epoch", ylabel="validation loss", xticks=range(len(losses)),
       title=f"min_delta {min_delta}: measured against the best, not the last")
ax.legend()
plt.show()

# %% [markdown]
# **The weights.** When training stops, the weights are those of the last epoch, `patience` epochs past the best.
# With `restore_best_weights` a copy of the weights is kept at each improvement, to go back to. It must be a real
# copy: training goes on writing *into the same arrays*. If you keep the arrays themselves, or a new list of the
# same arrays, then what you have kept changes with them, and in the end you restore the last weights.
#
# **NaN.** Sometimes training blows up and the loss is `nan`, "not a number". Every comparison with `nan` is false.
# So a `nan` in a later epoch is never an improvement. A `nan` in the first epoch, which counts as an improvement
# without any comparison, becomes `best`, and then nothing is below it: training stops when patience runs out. If you
# follow the three steps you get all this for nothing. If you begin with `best = inf`, you do not.
#
# <details><summary>Hint 1: a question</summary>
# What must the object remember from one call to the next? Which of it is not among the attributes of the docstring?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# In __init__ set everything on self: the three settings, the attributes (best = None: no epoch yet), and two counters of your own, for wait and for the number of the epoch. A copy of an array is np.array(w) or w.copy(); copy each one of the list.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# In should_stop: wait grows. If best is None or val_loss + min_delta < best: note best, the epoch and (if restoring) the copies, set wait to 0 and return False. Else return whether wait >= patience, and note stopped_epoch if so. Do not forget to count the epoch on every way out.
# </details>

# %% exercise="EarlyStopping"
class EarlyStopping:
    """Says when to stop training: the rule of keras.callbacks.EarlyStopping for a validation loss.

    Attributes, right after every call of should_stop:
        best: the loss of the last improvement, a float.
        best_epoch: the epoch of the last improvement, an int; the first epoch is 0.
        stopped_epoch: the epoch in which should_stop said True, an int; 0 until then.
        best_weights: a copy of the weights of best_epoch, a list of arrays; None as long as
            restore_best_weights is False.
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        """patience: after how many epochs in a row without improvement to stop; 0 does the same as 1.
        min_delta: a loss is an improvement only if it is below best by more than this; not negative.
        restore_best_weights: whether to keep a copy of the best weights.

        Every object has its own state: several may be in use at the same time.
        """
        ### BEGIN SOLUTION
        self.patience = patience
        self.min_delta = min_delta
        self.restore_best_weights = restore_best_weights
        self.best = None
        self.best_epoch = 0
        self.stopped_epoch = 0
        self.best_weights = None
        self.epoch = -1
        self.wait = 0
        ### END SOLUTION

    def should_stop(self, val_loss, weights=None):
        """Whether to stop now. Called once at the end of every epoch, until it says True for the first
        time; after that it is not called again.

        val_loss: the validation loss of this epoch, a float. The first one is always an improvement; a later
            one if val_loss + min_delta < best, strictly. A nan in the first epoch becomes best, and then
            nothing is an improvement on it; a nan in a later epoch is no improvement.
        weights: a list of arrays, always given when restore_best_weights is True, and perhaps also when it is
            not. They are not changed here, but the caller writes into the same arrays afterwards, so
            best_weights must be copies.
        Returns: True if this epoch is no improvement and at least `patience` epochs in a row, this one
            included, were none; otherwise False (always True or False, never None).
        """
        ### BEGIN SOLUTION
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait < self.patience:
            return False
        self.stopped_epoch = self.epoch
        return True
        ### END SOLUTION

# %% [markdown]
# **See it: too patient, not patient enough.** A bumpy validation curve, made for the occasion, and where your
# rule stops on it. Without patience the first bump ends it all. With much patience you pay for many epochs, but
# with the best weights kept you lose nothing else.

# %% tags=["skip-execution"]
with demo("EarlyStopping"):
    patiences, bumpiness = (1, 5, 20), 0.025  # change these

    epochs = np.arange(80)
    bumps = np.random.default_rng(5).normal(0, bumpiness, 80)
    curve = 0.35 + 0.75 * np.exp(-epochs / 9) + 0.0035 * epochs + bumps
    fig, ax = plt.subplots(figsize=(7.5, 3.8))
    ax.plot(epochs, curve, color="gray", linewidth=1, label="validation loss")
    for number, patience in enumerate(patiences):
        stopper = EarlyStopping(patience=patience)
        for loss in curve:
            if stopper.should_stop(loss):
                break
        ax.axvline(stopper.stopped_epoch, color=f"C{number}", linestyle=":", linewidth=2)
        ax.plot(stopper.best_epoch, stopper.best, "o", color=f"C{number}", fillstyle="none",
                markersize=8 + 5 * number, markeredgewidth=2,
                label=f"patience {patience}: best {stopper.best_epoch}, stops at {stopper.stopped_epoch}")
    ax.set(xlabel="epoch", ylabel="validation loss", title="Rings: the best epoch. Dotted: where it stops")
    ax.legend()
    plt.show()

# %% [markdown]
# **Live: Keras stops itself.** The model of the last section, which was told to train for fifty epochs, now with
# the real callback, and a hundred epochs allowed. Then your class is told the same validation losses, one after
# the other.

# %% tags=["skip-execution"]
with demo("EarlyStopping"):
    EarlyStopping().should_stop(1.0)  # asks whether it is written before Keras starts to work

    import tensorflow as tf

    rng = np.random.default_rng(0)
    X = rng.normal(size=(350, 20))
    y = X[:, 0] + rng.normal(size=350)
    X_train, X_val, y_train, y_val = X[:150], X[150:], y[:150], y[150:]
    tf.keras.utils.set_random_seed(1)
    model = tf.keras.Sequential([
        tf.keras.layers.Input((20,)),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mean_squared_error")
    callback = tf.keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    history = model.fit(X_train, y_train, epochs=100, batch_size=32, validation_data=(X_val, y_val),
                        callbacks=[callback], verbose=0)
    stopper = EarlyStopping(patience=3)
    said = [stopper.should_stop(loss) for loss in history.history["val_loss"]]
    print("Keras ran", len(said), "epochs, numbered from 0; you say stop in", np.flatnonzero(said))
    print("yours: best_epoch", stopper.best_epoch, "stopped_epoch", stopper.stopped_epoch)
    print("Keras: best_epoch", callback.best_epoch, "stopped_epoch", callback.stopped_epoch)

# %% [markdown]
# ## 6. The whole loop
#
# Now everything moves. The model is the smallest there is, one `Dense(1)` layer: a prediction is
# $\hat y = Xw + b$, and the loss is the mean squared error. For a batch of $n$ samples, with the errors
# $e = Xw + b - y$:
#
# $$L = \frac{1}{n}\sum_{i=1}^{n} e_i^2 \qquad \frac{\partial L}{\partial w} = \frac{2}{n}\, X^\top e
# \qquad \frac{\partial L}{\partial b} = \frac{2}{n}\sum_{i=1}^{n} e_i$$
#
# The 2 comes from the square. The $n$ is the number of samples *in this batch*: the last one may be shorter.
# **Stochastic gradient descent** (SGD) then steps against the gradient, by a share called learning rate $\eta$.
# (*Stochastic* means by chance: a batch is a random look at the data.)
#
# $$w \leftarrow w - \eta\,\frac{\partial L}{\partial w} \qquad b \leftarrow b - \eta\,\frac{\partial L}{\partial b}$$
#
# Both gradients are taken at the old $w$ and $b$; then both move.
#
# **The loss that Keras reports** for an epoch is not computed afterwards. It comes from the batches as they passed:
# the loss of each batch *before* its update, averaged over the samples. So a short batch counts for less.
#
# **By hand.** $X$ = 1, 2, 3 and $y$ = 2, 4, 6; batch size 2, learning rate 0.1, one epoch, $w = b = 0$:
#
# | batch | errors | loss | $\partial L/\partial w$ | $\partial L/\partial b$ | new $w$ | new $b$ |
# | --- | --- | ---: | ---: | ---: | ---: | ---: |
# | 1, 2 | -2, -4 | 10 | -10 | -6 | 1.0 | 0.6 |
# | 3 | -2.4 | 5.76 | -14.4 | -4.8 | 2.44 | 1.08 |
#
# The loss of the epoch is $(2 \cdot 10 + 1 \cdot 5.76) / 3 =$ **8.5867**, and $w$ = **2.44**, $b$ = **1.08**. (A plain
# mean of 10 and 5.76 would be 7.88.)
#
# <details><summary>Hint 1: a question</summary>
# There are two loops, one inside the other. What does each of them count? Where does the sum for the epoch's loss begin at zero, and where is it divided by N?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Make X a float array and y a float vector with .ravel(): an (N, 1) column minus an (N,) vector would be an N by N table. error = X[part] @ w + b - y[part] serves the loss and both gradients.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# In the inner loop: total += np.sum(error**2), then w = w - learning_rate * 2 * X[part].T @ error / len(error), and b with the mean of the errors. After it: losses.append(total / N).
# </details>

# %% exercise="fit_linear_regression"
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    """Linear regression by stochastic gradient descent on the mean squared error, as model.fit does it.

    X: (N, D), array or nested list of floats or integers.
    y: (N,) or (N, 1), array or list.
    epochs: how often to go through the data, 1 or more.
    batch_size: 1 or more, perhaps larger than N. The batches are taken in the order of the data, without
        shuffling, in every epoch; the last one may be shorter.
    learning_rate: the share of the gradient of a batch's mean squared error that is subtracted.
    The inputs are not changed.
    Returns: (w, b, losses)
        w: the weights, (D,) or (D, 1), an array. They start from zeros.
        b: the bias, a float. It starts from zero and is trained too.
        losses: one float per epoch, a list or an array of shape (epochs,): the losses of the epoch's batches,
            each taken before its own update, averaged over samples (weighted with the batches' sizes).

    The same as keras' Dense(1, kernel_initializer="zeros") trained by fit(shuffle=False) with SGD, and
    its history["loss"].
    """
    ### BEGIN SOLUTION
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(float(total / len(X)))
    return w, float(b), losses
    ### END SOLUTION

# %% [markdown]
# **See it: one epoch is not like another.** The same data, the same learning rate, only the batch size differs.
# An epoch with small batches takes many steps, so it gets further; at the bottom its noise keeps it from settling.

# %% tags=["skip-execution"]
with demo("fit_linear_regression"):
    batch_sizes, learning_rate = (200, 50, 10, 2), 0.05  # change these: what does 0.3 do to batches of 2?

    rng = np.random.default_rng(2)
    X = rng.normal(size=(200, 3))
    y = X @ np.array([2.0, -1.0, 0.5]) + 1 + 0.5 * rng.normal(size=200)
    fig, ax = plt.subplots(figsize=(6.5, 3.6))
    for batch_size in batch_sizes:
        w, b, losses = fit_linear_regression(X, y, 20, batch_size, learning_rate)
        ax.semilogy(range(1, 21), losses, ".-", label=f"batch size {batch_size}")
    ax.axhline(0.25, color="gray", linestyle="--", linewidth=1, label="the noise in the data")
    ax.set(xlabel="epoch", ylabel="training loss (logarithmic)", xticks=range(0, 21, 5),
           title="Same data, same learning rate")
    ax.set_yticks([0.25, 0.5, 1, 2, 4], labels=[0.25, 0.5, 1, 2, 4])
    ax.minorticks_off()
    ax.legend()
    plt.show()

# %% [markdown]
# **Live: line by line with Keras.** The same layer, the same optimizer, the same order. (Keras computes in
# float32, so expect about seven equal digits.)

# %% tags=["skip-execution"]
with demo("fit_linear_regression"):
    rng = np.random.default_rng(2)
    X = rng.normal(size=(50, 3))
    y = X @ np.array([2.0, -1.0, 0.5]) + 1 + 0.5 * rng.normal(size=50)
    w, b, losses = fit_linear_regression(X, y, epochs=5, batch_size=16, learning_rate=0.05)

    import tensorflow as tf

    model = tf.keras.Sequential([
        tf.keras.layers.Input((3,)),
        tf.keras.layers.Dense(1, kernel_initializer="zeros"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.05), loss="mean_squared_error")
    history = model.fit(X, y, epochs=5, batch_size=16, shuffle=False, verbose=0)
    print("epoch   your loss   Keras' loss")
    for epoch, (yours, keras_loss) in enumerate(zip(losses, history.history["loss"])):
        print(f"{epoch:5}   {yours:9.6f}   {keras_loss:11.6f}")
    kernel, bias = model.get_weights()
    print("yours:", np.round(np.append(w, b), 5))
    print("Keras:", np.round(np.append(kernel, bias), 5))

# %% [markdown]
# ## What you know now
#
# An epoch is one pass through the data, cut into $\lceil N/B \rceil$ batches, and each batch gives one noisy,
# cheap step downhill. Training data move the weights, validation data say when to stop, and test data speak only
# once. Early stopping needs three things: the best loss so far, a counter, and a true copy of the weights. You have
# written all of `model.fit` for the smallest of networks. *Network* does the same with three layers and Adam, on
# pictures of digits, in batches and with early stopping.
