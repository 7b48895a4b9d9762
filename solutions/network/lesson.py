# %% [markdown]
# # A network: all the pieces in one machine
#
# You have met losses, activations, logits, batches and early stopping one at a time. In this last
# lesson they become one machine that reads handwritten digits, and you write all of it in NumPy:
#
# | you write | it answers | Keras says |
# | --- | --- | --- |
# | `forward` | what does the network make of these pictures? | `model(X)` |
# | `gradients` | which way should each of its weights move? | `tf.GradientTape` |
# | `Adam` | and how far? | `keras.optimizers.Adam` |
# | `fit` | how often, and when is it enough? | `model.fit` |
#
# At the end your network and Keras' start from the same weights, see the same pictures in the same
# order, and arrive at the same weights. There is nothing in between that you have not written.
#
# **How to work.** As before: replace `raise NotImplementedError()` in a stub, run the cell, run the
# public checks below it. The hidden checks try what the docstring promises on many more inputs, with
# NumPy and Python itself, and no other library.
# Hints are folded. Demo cells use *your* functions; change their numbers and run them again.
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
# ## The task
#
# Scikit-learn comes with 1,797 pictures of digits, each 8 × 8 pixels with a brightness from 0 to 16.
# Written as one row and divided by 16, a picture is 64 numbers between 0 and 1.

# %% tags=["skip-execution"]
with demo():
    from sklearn.datasets import load_digits

    digits = load_digits()
    fig, axes = plt.subplots(1, 8, figsize=(9, 1.7))
    for ax, picture, label in zip(axes, digits.images[10:], digits.target[10:]):
        ax.imshow(picture, cmap="gray_r")
        ax.set(title=f"label {label}", xticks=[], yticks=[])
    fig.tight_layout()
    plt.show()

# %% [markdown]
# The network has three layers. In Keras:
#
# ```python
# model = tf.keras.Sequential([
#     tf.keras.layers.Dense(128, activation="relu"),
#     tf.keras.layers.Dense(64, activation="relu"),
#     tf.keras.layers.Dense(10),  # linear: ten logits
# ])
# model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
# ```
#
# Each choice is one that you have met: relu in the hidden layers, because its slope of 1 lets
# gradients through; a *linear* last layer, because the loss makes the probabilities itself, out of
# logits and without computing the exponential of a large number; the *sparse* loss, because the
# labels are integers. (With `Dense(10, activation="softmax")` and a loss on probabilities it would
# be the same mathematics with worse arithmetic.)
#
# `model.get_weights()` returns six arrays, `[W1, b1, W2, b2, W3, b3]`, and that list is all there is
# to a network. For the digits:
#
# | layer | `W` | `b` | numbers to learn |
# | --- | --- | --- | ---: |
# | `Dense(128)` | (64, 128) | (128,) | 8,320 |
# | `Dense(64)` | (128, 64) | (64,) | 8,256 |
# | `Dense(10)` | (64, 10) | (10,) | 650 |
# | together | | | 17,226 |

# %% [markdown]
# ## 1. Forward: what the network says
#
# A batch of $N$ pictures is an array $X$ of shape $(N, 64)$. A dense layer multiplies by its matrix and
# adds its bias to every row; a hidden layer then applies $\mathrm{relu}(z) = \max(z, 0)$, element by
# element:
#
# $$h_1 = \mathrm{relu}(X W_1 + b_1) \qquad h_2 = \mathrm{relu}(h_1 W_2 + b_2) \qquad z = h_2 W_3 + b_3$$
#
# The shapes fit like dominoes: $(N, 64)\,(64, 128) \to (N, 128)$, then $(N, 64)$, then $(N, 10)$. A row
# of $z$ holds ten *logits*, any real numbers; the largest marks the class that the network prefers.
#
# **By hand.** A network small enough for paper, with two numbers in, two units in each hidden layer
# and two classes:
#
# $$W_1=\begin{pmatrix}1&-1\\0.5&1\end{pmatrix}\ b_1=(0,-2)\qquad
# W_2=\begin{pmatrix}0.5&1\\1&-1\end{pmatrix}\ b_2=(0,1)\qquad
# W_3=\begin{pmatrix}1&-2\\1&2\end{pmatrix}\ b_3=(-1,-1)$$
#
# | for $x = (1, 2)$ | first | second |
# | --- | ---: | ---: |
# | $x W_1 + b_1$ | $1\cdot 1 + 2\cdot 0.5 + 0 = 2$ | $1\cdot(-1) + 2\cdot 1 - 2 = -1$ |
# | $h_1$ after relu | 2 | 0 |
# | $h_1 W_2 + b_2$ | $2\cdot 0.5 + 0 = 1$ | $2\cdot 1 + 1 = 3$ |
# | $h_2$ after relu | 1 | 3 |
# | logits $h_2 W_3 + b_3$ | $1 + 3 - 1 = \mathbf{3}$ | $-2 + 6 - 1 = \mathbf{3}$ |
#
# Both logits are 3: this network cannot decide between its two classes. One unit of the first layer
# is *off*: relu cut its -1 to 0. Remember it; it will matter in the next exercise.
#
# <details><summary>Hint 1: a question</summary>
# You need three matrix products. After which of them does relu come, and after which does it not?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# X @ W + b is a dense layer (NumPy adds b to every row), and np.maximum(z, 0) is relu for a whole array.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Unpack the six arrays with W1, b1, W2, b2, W3, b3 = weights, make X an array of floats, and write the three formulas in three lines; return the last one as it is.
# </details>

# %% exercise="forward"
def forward(weights, X):
    """The logits of the network Dense(H1, relu), Dense(H2, relu), Dense(C).

    weights: [W1, b1, W2, b2, W3, b3], a list of six arrays as model.get_weights() gives it, with the
        shapes (D, H1), (H1,), (H1, H2), (H2,), (H2, C), (C,). Any sizes, 1 included.
    X: (N, D), one sample a row, any N from 1. Array or nested list, of floats or integers.
        Neither weights nor X is changed.
    Returns: an array (N, C): the logits, with no activation after the last layer.

    The same as model(X) in Keras.
    """
    ### BEGIN SOLUTION
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, dtype=float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3
    ### END SOLUTION

# %% [markdown]
# **See it: a network is a bent line.** With a single number as input, each hidden unit of the first
# layer is off on one side of some point and on at the other, and each switch bends the output. The
# second layer bends it again. Take relu away (the dashed line does) and all of it is one straight line.
# Another seed is another network.

# %% tags=["skip-execution"]
with demo("forward"):
    seed = 1795  # change this

    rng = np.random.default_rng(seed)
    bent = [rng.normal(size=(1, 6)), rng.normal(size=6), rng.normal(size=(6, 6)), rng.normal(size=6),
            rng.normal(size=(6, 1)), rng.normal(size=1)]
    x = np.linspace(-3, 3, 601)[:, None]
    W1, b1, W2, b2, W3, b3 = bent
    straight = ((x @ W1 + b1) @ W2 + b2) @ W3 + b3
    switches = -b1 / W1[0]
    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    ax.plot(x, forward(bent, x), linewidth=2, label="your forward")
    ax.plot(x, straight, "--", label="the same weights without relu")
    for number, switch in enumerate(switches[np.abs(switches) < 3]):
        ax.axvline(switch, color="gray", linestyle=":", linewidth=1,
                   label=None if number else "a first-layer unit switches")
    ax.set(xlabel="the input", ylabel="the logit", title="6 + 6 relu units: a line with bends")
    ax.legend()
    plt.show()

# %% [markdown]
# **Live: the same with Keras.** Keras invents the weights; your function gets a copy of them. (Keras
# computes in float32, so expect six or seven equal digits.)

# %% tags=["skip-execution"]
with demo("forward"):
    import tensorflow as tf

    tf.keras.utils.set_random_seed(0)
    model = tf.keras.Sequential([
        tf.keras.Input((64,)),
        tf.keras.layers.Dense(128, activation="relu"),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10),
    ])
    pictures = np.random.default_rng(0).uniform(0, 1, (5, 64))
    yours = forward(model.get_weights(), pictures)
    keras_logits = model(pictures).numpy()
    print("logits of the first picture, yours:", yours[0, :4].round(5), "...")
    print("logits of the first picture, Keras:", keras_logits[0, :4].round(5), "...")
    print(f"largest difference: {np.abs(yours - keras_logits).max():.0e}")

# %% [markdown]
# ## 2. Gradients: which way each weight should move
#
# The loss is the mean surprise of the batch, computed from the logits by log-softmax:
# $L = -\frac{1}{N}\sum_i \log p_{i, y_i}$ with $\log p_{ic} = z_{ic} - \log\sum_k e^{z_{ik}}$. For each of the
# 17,226 weights we ask: if this one number grew a little, how would $L$ change? That slope is
# $\partial L/\partial w$. Trying it out would take 17,226 forward passes. **Backpropagation** gets all
# of them in one pass backwards, because every layer can use what the layer above it found out.
#
# **Start at the loss.** Call $\delta_3 = \partial L/\partial z$, one number for each logit. From the
# formula above (you have derived it in the lesson *logits*):
#
# $$\delta_3 = \tfrac{1}{N}\big(\mathrm{softmax}(z) - \mathrm{onehot}(y)\big)$$
#
# In words: the true class is pulled up by what is missing to certainty, and every other class is pushed
# down by the probability it took.
#
# **Through a dense layer** $z = hW + b$ with its $\delta = \partial L/\partial z$ known:
#
# - $\partial L/\partial W = h^{\mathsf T}\delta$: the weight from unit $a$ to unit $b$ counts by how active
#   $a$ was, times what is wanted of $b$, added up over the batch;
# - $\partial L/\partial b = $ the sum of the rows of $\delta$: a bias is a weight whose input is always 1;
# - $\partial L/\partial h = \delta W^{\mathsf T}$: the wish travels back along the same weights.
#
# **Through relu** $h = \max(z, 0)$: a unit that was on passes its gradient on unchanged, a unit that was
# off passes nothing. That is a multiplication by the mask $z > 0$ (which is the same as $h > 0$):
#
# $$\delta_2 = \delta_3 W_3^{\mathsf T}\cdot[h_2 > 0] \qquad\qquad \delta_1 = \delta_2 W_2^{\mathsf T}\cdot[h_1 > 0]$$
#
# If you are ever unsure what to transpose, ask the shapes: a gradient has the shape of its weight, and
# there is only one way to get it. For a batch of 32 digits, from the top down:
#
# | what | computed as | shapes | result |
# | --- | --- | --- | --- |
# | $\delta_3$ | softmax minus one-hot, over $N$ | | (32, 10) |
# | for $W_3$ | $h_2^{\mathsf T}\delta_3$ | (64, 32) (32, 10) | (64, 10) |
# | $\delta_2$ | $\delta_3 W_3^{\mathsf T}$, masked by $h_2>0$ | (32, 10) (10, 64) | (32, 64) |
# | for $W_2$ | $h_1^{\mathsf T}\delta_2$ | (128, 32) (32, 64) | (128, 64) |
# | $\delta_1$ | $\delta_2 W_2^{\mathsf T}$, masked by $h_1>0$ | (32, 64) (64, 128) | (32, 128) |
# | for $W_1$ | $X^{\mathsf T}\delta_1$ | (64, 32) (32, 128) | (64, 128) |
#
# **By hand.** Back to the little network with $x=(1,2)$, $h_1=(2,0)$, $h_2=(1,3)$ and logits $(3,3)$, so
# both probabilities are 0.5 and the loss is $\log 2 = 0.6931$. Let the true class be 1:
#
# | step | result |
# | --- | --- |
# | $\delta_3 = (0.5, 0.5) - (0, 1)$, which is also the gradient of $b_3$ | $(0.5, -0.5)$ |
# | for $W_3$: $h_2^{\mathsf T}\delta_3$ | rows $(0.5, -0.5)$ and $(1.5, -1.5)$ |
# | $\delta_3 W_3^{\mathsf T}$; both units are on, so it is $\delta_2$ and the gradient of $b_2$ | $(1.5, -0.5)$ |
# | for $W_2$: $h_1^{\mathsf T}\delta_2$; the unit that was off contributes a row of zeros | rows $(3, -1)$ and $(0, 0)$ |
# | $\delta_2 W_2^{\mathsf T} = (0.25, 2)$; the second unit was off, so $\delta_1$ is | $(0.25, 0)$ |
# | for $W_1$: $x^{\mathsf T}\delta_1$ | rows $(0.25, 0)$ and $(0.5, 0)$ |
#
# **One trap.** $e^{1000}$ is infinite in floating point, so softmax subtracts the largest logit of each
# row first. That changes no probability, and the largest exponential is then $e^0 = 1$.
#
# <details><summary>Hint 1: a question</summary>
# Going backwards you need h1 and h2 again. forward returns only the logits: where do you get them from?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Repeat the forward pass and keep every h. Then write one line for each delta: d3 of shape (N, C), d2 of shape (N, H2), d1 of shape (N, H1). np.eye(C)[y] makes one-hot rows of labels.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# d3 = (p - np.eye(C)[y]) / N, then d2 = (d3 @ W3.T) * (h2 > 0), and d1 likewise one layer down. The gradient of a matrix is (its input).T @ (its delta), and that of a bias is delta.sum(axis=0).
# </details>

# %% exercise="gradients"
def gradients(weights, X, y):
    """The slope of the loss along each weight, by backpropagation.

    The loss is the mean over the samples of the sparse categorical crossentropy, from the logits of
    the network Dense(H1, relu), Dense(H2, relu), Dense(C).

    weights: [W1, b1, W2, b2, W3, b3], a list of six arrays as model.get_weights() gives it, with the
        shapes (D, H1), (H1,), (H1, H2), (H2,), (H2, C), (C,). Any sizes, 1 included.
    X: (N, D), one sample a row, any N from 1. Array or nested list, of floats or integers.
    y: (N,), integer labels 0..C-1. Array or list.
        Neither weights nor X nor y is changed.
    Returns: a list of six arrays: d loss / d W1, d loss / d b1, ... in the order and shapes of weights.
        Right for logits of any size: nothing overflows. Where the input of a relu is exactly 0, its slope
        may be 0, as in Keras, or 1.

    The same as tf.GradientTape on keras.losses.SparseCategoricalCrossentropy(from_logits=True).
    """
    ### BEGIN SOLUTION
    W1, b1, W2, b2, W3, b3 = weights
    X = np.asarray(X, dtype=float)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[np.asarray(y)]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]
    ### END SOLUTION

# %% [markdown]
# **See it: a gradient is the slope of a curve.** The cell moves one weight at a time, leaves the others
# as they are, and draws the loss. The orange line has the slope that *you* computed at the dot. It must
# touch the curve. Where the curve has a corner, a relu unit switches on or off.

# %% tags=["skip-execution"]
with demo("gradients"):
    indices = ((1, 2), (1, 2), (2, 1))  # change these: one weight of W1, one of W2, one of W3

    def mean_loss(weights, X, y):
        W1, b1, W2, b2, W3, b3 = weights
        z = np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
        return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

    rng = np.random.default_rng(517)
    sizes = [4, 5, 5, 3]
    network = [rng.normal(0, 0.8, shape) for a, b in zip(sizes, sizes[1:]) for shape in ((a, b), (b,))]
    X, y = rng.normal(size=(12, 4)), rng.integers(0, 3, 12)
    slopes = gradients(network, X, y)
    moves = np.linspace(-1.5, 1.5, 121)
    fig, axes = plt.subplots(1, 3, figsize=(9.5, 3.1), sharey=True)
    for ax, layer, index, name in zip(axes, (0, 2, 4), indices, ("W1", "W2", "W3")):
        curve = []
        for move in moves:
            moved = [array.copy() for array in network]
            moved[layer][index] += move
            curve.append(mean_loss(moved, X, y))
        slope, here = slopes[layer][index], mean_loss(network, X, y)
        near = np.abs(moves) < 0.7
        ax.plot(moves, curve, linewidth=2)
        ax.plot(moves[near], here + slope * moves[near], color="tab:orange", linewidth=2)
        ax.plot(0, here, "ko")
        ax.set(title=f"{name}[{index[0]}, {index[1]}]: slope {slope:+.3f}", xlabel="change of this weight")
    axes[0].set_ylabel("loss of the batch")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **Live: the same with Keras.** `tf.GradientTape` records the forward pass and runs it backwards, for
# all six arrays at once.

# %% tags=["skip-execution"]
with demo("gradients"):
    import tensorflow as tf

    tf.keras.utils.set_random_seed(0)
    model = tf.keras.Sequential([
        tf.keras.Input((64,)),
        tf.keras.layers.Dense(128, activation="relu"),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10),
    ])
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    rng = np.random.default_rng(0)
    pictures, labels = rng.uniform(0, 1, (32, 64)), rng.integers(0, 10, 32)
    with tf.GradientTape() as tape:
        loss = loss_fn(labels, model(pictures))
    keras_gradients = tape.gradient(loss, model.trainable_variables)
    yours = gradients(model.get_weights(), pictures, labels)
    for name, mine, theirs in zip(["W1", "b1", "W2", "b2", "W3", "b3"], yours, keras_gradients):
        difference = np.abs(mine - theirs.numpy()).max()
        print(f"{name} {str(mine.shape):10} largest entry {np.abs(mine).max():.4f}, "
              f"largest difference {difference:.0e}")

# %% [markdown]
# ## 3. Adam: and how far
#
# Plain gradient descent, $w \leftarrow w - \eta\, g$, uses one learning rate $\eta$ for all weights.
# But gradients differ by orders of magnitude: the corner pixels of our pictures are almost always
# blank, so the gradients of their weights are tiny, while a pixel in the middle is on in every other
# picture. What is right for one weight is far too much or too little for another.
#
# **Adam** lets every weight measure itself. It keeps two running averages for each: $m$ of the gradient
# (in which direction does it point *on the whole*?) and $v$ of its square (how large is it *usually*?),
# and takes a step of about $m/\sqrt v$: the gradient in units of its own usual size. In step
# $t = 1, 2, 3, \dots$, for every single weight $w$ with gradient $g$:
#
# $$m \leftarrow m + (1-\beta_1)(g - m) \qquad\qquad v \leftarrow v + (1-\beta_2)(g^2 - v)$$
# $$\alpha = \eta\,\frac{\sqrt{1-\beta_2^{\,t}}}{1-\beta_1^{\,t}} \qquad\qquad w \leftarrow w - \frac{\alpha\, m}{\sqrt v + \varepsilon}$$
#
# Both averages start at 0, so at first they are too small: after one step $m$ is only $0.1\,g$ and $v$
# only $0.001\,g^2$. The factor in $\alpha$, called *bias correction*, makes up for exactly that, and
# approaches 1 as $t$ grows. Keras' defaults are $\eta = 0.001$, $\beta_1 = 0.9$, $\beta_2 = 0.999$,
# $\varepsilon = 10^{-7}$.
#
# **By hand.** One weight at 1.0; its gradients are 0.5 and then -0.1:
#
# | $t$ | $g$ | $m$ | $v$ | $\alpha$ | step $\alpha m/(\sqrt v + \varepsilon)$ | new weight |
# | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
# | 1 | 0.5 | 0.05 | 0.00025 | 0.00031623 | 0.00099999 | **0.99900001** |
# | 2 | -0.1 | 0.035 | 0.00025975 | 0.00023532 | 0.00051102 | **0.99848898** |
#
# Two things to notice. The first step is $\eta$ (nearly), and would have been for a gradient of 50 or
# of 0.005 as well: only the sign of the first gradient counts. And the second step still goes *down*
# although its gradient points up: $m$ remembers.
#
# **Where $\varepsilon$ stands.** It keeps us from dividing by 0 when a gradient has always been 0. Many
# textbooks correct $m$ and $v$ first, and write $\hat m/(\sqrt{\hat v} + \varepsilon)$. Keras adds
# $\varepsilon$ to the *uncorrected* $\sqrt v$, which in the first step is about 30 times smaller, so that
# $\varepsilon$ weighs more. For gradients above 0.01 the two hardly differ. For the weights of blank
# pixels they do:

# %% tags=["skip-execution"]
size = np.logspace(-9, 0, 200)
keras_step = 0.001 * np.sqrt(1 - 0.999) / (1 - 0.9) * 0.1 * size / (np.sqrt(0.001) * size + 1e-7)
textbook_step = 0.001 * size / (size + 1e-7)
fig, ax = plt.subplots(figsize=(6.5, 3.4))
ax.semilogx(size, keras_step, linewidth=2, label="Keras: ε added to the uncorrected root")
ax.semilogx(size, textbook_step, "--", linewidth=2, label="textbook: ε added to the corrected root")
ax.set(xlabel="size of the first gradient", ylabel="size of the first step",
       title="The same ε, two places: tiny gradients tell")
ax.legend()
plt.show()

# %% [markdown]
# Write Adam as a class: an object must remember $m$, $v$ and $t$ from one step to the next. It knows
# nothing of networks. It gets a list of arrays and a list of gradients, and returns a list of new arrays.
#
# (A check makes one optimizer and calls `step` once for each list of gradients, each time with the
# weights that came out of the step before. It shows such a run as `Adam(weights=…, gradients=…)`.)
#
# <details><summary>Hint 1: a question</summary>
# What has to survive from one call of step to the next, and when do you know how many arrays there are and which shapes they have?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Start with a step count of 0 and no averages. In the first call of step, make a list of zeros for m and one for v. Count the step first, then compute alpha. The count is one for all arrays: it grows once per call.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# With zip over weights, gradients, m and v, three list comprehensions do it: the new m, the new v, and w - alpha * m / (np.sqrt(v) + epsilon). Writing w - ... and not w -= ... makes a new array.
# </details>

# %% exercise="Adam"
class Adam:
    """The Adam optimizer with Keras' defaults, and epsilon where Keras has it.

    The same as keras.optimizers.Adam(learning_rate, beta_1, beta_2, epsilon).
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        """An optimizer that has not made a step yet. The four settings are numbers, given in this
        order or by name. Each Adam object keeps its own state, apart from any other's."""
        ### BEGIN SOLUTION
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon = epsilon
        self.t, self.m, self.v = 0, None, None
        ### END SOLUTION

    def step(self, weights, gradients):
        """The weights after one more step; m, v and the number of steps are kept for the next.

        weights: a list of arrays: any number of them, each of any shape. The step is made from these
            weights, whatever an earlier call returned.
        gradients: a list of as many arrays, each of the shape of its weights; the same number and
            shapes in every call. Gradients may be 0 or tiny, too.
            Neither the lists nor the arrays in them are changed.
        Returns: a list of new arrays, of the same shapes.
        """
        ### BEGIN SOLUTION
        if self.t == 0:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        self.t += 1
        self.m = [m + (1 - self.beta_1) * (g - m) for m, g in zip(self.m, gradients)]
        self.v = [v + (1 - self.beta_2) * (g**2 - v) for v, g in zip(self.v, gradients)]
        alpha = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        return [w - alpha * m / (np.sqrt(v) + self.epsilon) for w, m, v in zip(weights, self.m, self.v)]
        ### END SOLUTION

# %% [markdown]
# **See it: a long, narrow valley.** The loss here is $\frac12(x^2 + 50\,y^2)$: steep across, flat along.
# Plain gradient descent must keep its learning rate small because of the steep direction, jumps from
# side to side all the same, and is slow along the valley. *Your* Adam measures both directions and
# walks down both.

# %% tags=["skip-execution"]
with demo("Adam"):
    def slope(point):
        return np.array([1.0, 50.0]) * point

    adam_rate, descent_rate = 0.3, 0.038  # change these: what happens to descent above 0.04?

    start, optimizer = np.array([-4.0, 1.2]), Adam(learning_rate=adam_rate)
    adam_path, descent_path = [start], [start]
    for _ in range(40):
        adam_path.append(optimizer.step([adam_path[-1]], [slope(adam_path[-1])])[0])
        descent_path.append(descent_path[-1] - descent_rate * slope(descent_path[-1]))
    x, y = np.meshgrid(np.linspace(-4.6, 2.2, 200), np.linspace(-1.7, 1.7, 200))
    fig, ax = plt.subplots(figsize=(8, 3.6))
    ax.contour(x, y, (x**2 + 50 * y**2) / 2, levels=[0.3, 1.5, 4, 9, 18, 32, 50], colors="lightgray")
    ax.plot(*np.array(descent_path).T, ".-", linewidth=1, label="gradient descent, 40 steps")
    ax.plot(*np.array(adam_path).T, ".-", linewidth=1.5, label="your Adam, 40 steps")
    ax.plot(0, 0, "k*", markersize=12, label="the minimum")
    ax.set(xlabel="x", ylabel="y", xlim=(-4.6, 2.2), ylim=(-1.7, 1.7),
           title="One learning rate for all, or one measure for each")
    ax.legend(loc="lower right")
    plt.show()

# %% [markdown]
# **Live: the same with Keras.** Two weights, three steps. The second weight has gradients of $10^{-8}$,
# which is where the place of $\varepsilon$ shows. (Keras computes in float32: the last digit may differ.)

# %% tags=["skip-execution"]
with demo("Adam"):
    import tensorflow as tf

    gradient_steps = [[0.5, 1e-8], [-0.1, 2e-8], [0.3, -1e-8]]
    optimizer, weights = Adam(), [np.array([1.0, 1.0])]
    keras_optimizer, variable = tf.keras.optimizers.Adam(), tf.Variable([1.0, 1.0])
    print("step   yours, both weights     Keras, both weights")
    for step, gradient in enumerate(gradient_steps, start=1):
        weights = optimizer.step(weights, [np.array(gradient)])
        keras_optimizer.apply([tf.constant(gradient)], [variable])
        mine, theirs = weights[0], variable.numpy()
        print(f"{step:4}   {mine[0]:.7f} {mine[1]:.7f}     {theirs[0]:.7f} {theirs[1]:.7f}")

# %% [markdown]
# ## 4. Fit: again, and until when
#
# Everything is there; what is left is the loop. An **epoch** goes once through the training data in
# batches, in order, the last one perhaps shorter, and makes one Adam step per batch:
#
# 1. the loss of the batch with the weights as they are *now*, before the step;
# 2. its gradients;
# 3. a step of Adam (one optimizer for the whole training, so that it remembers).
#
# **What the history says.** The epoch's `loss` is the mean over all *samples*, so a batch counts by its
# size. Five samples in batches of two with batch losses 1.0, 0.8 and 0.3 make
# $(2\cdot 1.0 + 2\cdot 0.8 + 1\cdot 0.3)/5 = \mathbf{0.78}$, and not the mean of the three, 0.70. Since each
# batch was measured before its step, the number is a little behind the weights. `val_loss` is not: after
# the epoch, the mean loss of *all* validation samples with the new weights.
#
# **When to stop.** Training loss can fall for ever while the network learns its training set by heart.
# The validation loss tells. Early stopping remembers the lowest `val_loss` so far and counts the epochs
# since; when the count reaches `patience`, training ends. With patience 2:
#
# | epoch | val_loss | best so far | epochs without a new best |
# | ---: | ---: | ---: | ---: |
# | 1 | 0.90 | 0.90 | 0 |
# | 2 | 0.70 | 0.70 | 0 |
# | 3 | 0.76 | 0.70 | 1 |
# | 4 | 0.74 | 0.70 | 2: stop |
#
# Epoch 4 was better than epoch 3, but that is not the question: only a value below the *best* starts the
# count anew. Patience 0 and patience 1 do the same: the first epoch without a new best ends training.
#
# **Which weights to keep.** Those from the end of epoch 2, where `val_loss` was lowest. They are given
# back whenever training ends, also when the epochs simply ran out.
#
# <details><summary>Hint 1: a question</summary>
# You need the loss of a batch before each step and of the validation set after each epoch. Which small helper, written once, gives the crossentropy of every sample from its logits?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y] is one loss per sample; subtract the largest logit of each row from z first. Add the losses up over the epoch and divide by the number of samples at its end: then every batch counts by its size.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Before the loops: one Adam(), best = np.inf, best_weights, wait = 0. After each epoch append to the history first; then, if val_loss < best, remember value and weights and set wait to 0, else add 1 to wait and break when wait >= patience. Return best_weights. Since step returns new arrays, the remembered ones stay as they are.
# </details>

# %% exercise="fit"
def fit(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """Train the network with Adam (default settings) and early stopping on the validation loss.

    weights: [W1, b1, W2, b2, W3, b3], a list of six arrays: where training starts. Any layer sizes,
        as in forward.
    X_train, y_train: (N, D) and (N,): samples and integer labels 0..C-1. Arrays or (nested) lists, of
        floats or integers. Batches are taken from them in order, batch_size samples each; the last
        one is shorter where batch_size does not divide N, and batch_size may be larger than N.
    X_val, y_val: the validation data, in the same form; their number may differ.
    epochs: the largest number of epochs, at least 1.
    patience: training stops after `patience` epochs in a row without a val_loss below the lowest one
        before them. 0 does the same as 1.
        None of the inputs is changed.
    Returns: (weights, history).
        weights: a list of six arrays, the weights at the end of the epoch with the lowest val_loss,
            whether training stopped early or not.
        history: a dict of two lists of floats, one for each epoch that was run:
            history["loss"]: the crossentropy averaged over the training samples, each measured just
                before the step of its batch;
            history["val_loss"]: the crossentropy averaged over all validation samples, with the
                weights at the end of the epoch.
        The losses are right for logits of any size: nothing overflows, nothing is clipped.

    The same as model.fit(..., shuffle=False) in Keras with SparseCategoricalCrossentropy(from_logits=True),
    Adam() and EarlyStopping(patience=patience, restore_best_weights=True).
    """
    ### BEGIN SOLUTION
    def losses(weights, X, y):
        z = forward(weights, X)
        z = z - z.max(axis=1, keepdims=True)
        return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]

    optimizer = Adam()
    history = {"loss": [], "val_loss": []}
    best, best_weights, wait = np.inf, weights, 0
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X_train), batch_size):
            X, y = X_train[start : start + batch_size], y_train[start : start + batch_size]
            total += losses(weights, X, y).sum()
            weights = optimizer.step(weights, gradients(weights, X, y))
        val_loss = losses(weights, X_val, y_val).mean()
        history["loss"].append(float(total / len(X_train)))
        history["val_loss"].append(float(val_loss))
        if val_loss < best:
            best, best_weights, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return best_weights, history
    ### END SOLUTION

# %% [markdown]
# **The moment of truth: yours and Keras'.** Both start from the same weights, see the same pictures in
# the same order and stop by the same rule. Keras is told to compute in float64, as NumPy does, and to do
# everything in a reproducible order. (Its `beta_1` and `beta_2` are given as `np.float64`, because a
# Python float is rounded to float32 on the way.) What comes out is not similar. It is the same.

# %% tags=["skip-execution"]
with demo("forward", "gradients", "Adam", "fit"):
    import keras
    import tensorflow as tf
    from sklearn.datasets import load_digits

    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    X, y = digits.data[order] / 16, digits.target[order]
    X_train, X_val, X_test = X[:1437], X[1437:1617], X[1617:]  # 80 %, 10 %, 10 %
    y_train, y_val, y_test = y[:1437], y[1437:1617], y[1617:]

    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(1)
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    model = keras.Sequential([
        keras.Input((64,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10),
    ])
    start = model.get_weights()
    yours, history = fit(start, X_train, y_train, X_val, y_val, epochs=25, batch_size=32, patience=3)

    model.compile(
        optimizer=keras.optimizers.Adam(beta_1=np.float64(0.9), beta_2=np.float64(0.999)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    stopping = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    keras_history = model.fit(
        X_train, y_train, validation_data=(X_val, y_val), epochs=25, batch_size=32,
        shuffle=False, callbacks=[stopping], verbose=0,
    ).history
    theirs = model.get_weights()
    keras_accuracy = model.evaluate(X_test, y_test, verbose=0)[1]
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")

    moved = max(np.abs(a - b).max() for a, b in zip(yours, start))
    apart = max(np.abs(a - b).max() for a, b in zip(yours, theirs))
    accuracy = np.mean(forward(yours, X_test).argmax(axis=1) == y_test)
    print(f"epochs run: yours {len(history['loss'])}, Keras {len(keras_history['loss'])}")
    print(f"the weights moved by up to {moved:.3f}; yours and Keras' differ by at most {apart:.0e}")
    print(f"test accuracy: yours {accuracy:.1%}, Keras {keras_accuracy:.1%}")

    epochs_run = np.arange(1, len(history["loss"]) + 1)
    fig, ax = plt.subplots(figsize=(7, 3.8))
    for key, color in (("loss", "tab:blue"), ("val_loss", "tab:orange")):
        ax.semilogy(epochs_run, keras_history[key], color=color, linewidth=7, alpha=0.3,
                    label=f"Keras {key}")
        ax.semilogy(epochs_run, history[key], color=color, linewidth=1.5, label=f"your {key}")
    best_epoch = int(np.argmin(history["val_loss"])) + 1
    ax.axvline(best_epoch, color="gray", linestyle=":", label=f"best epoch: {best_epoch}")
    ax.set(xlabel="epoch", ylabel="loss (logarithmic)", title="Two programs, one training")
    ticks = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]
    ax.set_yticks(ticks, labels=ticks)
    ax.minorticks_off()
    ax.legend()
    plt.show()

# %% [markdown]
# Had Keras computed in float32, its usual precision, the two would drift apart slowly, since every
# rounding moves the next gradient a little: in this training by about 0.00001. The curves would still
# lie on each other. Another rounding is not another rule; a textbook $\varepsilon$ would be one.
#
# **What does it see?** The next cell trains on the digits with nothing but your code. It shows two test
# pictures of which the network is sure, and then those that it gets wrong or is least sure of. Softmax
# turns its logits into the probabilities under each picture. Would you have known?

# %% tags=["skip-execution"]
with demo("forward", "gradients", "Adam", "fit"):
    from sklearn.datasets import load_digits

    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    X, y = digits.data[order] / 16, digits.target[order]
    rng = np.random.default_rng(1)
    start = []
    for inputs, outputs in ((64, 128), (128, 64), (64, 10)):
        limit = np.sqrt(6 / (inputs + outputs))  # Keras' own way to draw first weights (Glorot)
        start += [rng.uniform(-limit, limit, (inputs, outputs)), np.zeros(outputs)]
    trained, _ = fit(start, X[:1437], y[:1437], X[1437:1617], y[1437:1617],
                     epochs=25, batch_size=32, patience=3)

    X_test, y_test = X[1617:], y[1617:]
    z = forward(trained, X_test)
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    right = p.argmax(axis=1) == y_test
    print(f"right on {right.sum()} of {len(y_test)} test pictures")

    doubt = np.lexsort((p.max(axis=1), right))  # the wrong ones first, then by how sure it is
    fig, axes = plt.subplots(2, 6, figsize=(11, 4), height_ratios=[1.3, 1])
    for (above, below), i in zip(axes.T, [*doubt[-2:], *doubt[:4]]):
        above.imshow(X_test[i].reshape(8, 8), cmap="gray_r")
        above.set(title=f"label {y_test[i]}, says {p[i].argmax()}", xticks=[], yticks=[])
        below.bar(range(10), p[i], color=["tab:orange" if c == y_test[i] else "gray" for c in range(10)])
        below.set(xticks=range(10), ylim=(0, 1), yticks=[0, 1])
        below.tick_params(axis="x", labelsize=9, length=0)
    axes[1, 0].set_ylabel("probability")
    fig.supxlabel("class (the true one in orange)", fontsize=10)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## What you know now
#
# A network is a list of arrays; its forward pass is three matrix products with two bends between them.
# Backpropagation asks the same question of every layer, from the loss down, and each answer has the
# shape of its weight. Adam turns slopes into steps that suit each weight, and the loop around it all is
# twenty lines long. `model.fit` holds no secrets from you any more: when a training goes wrong, in any
# framework, you know which part to look at, and what it should have done.
