# %% [markdown]
# # Activations: the bend between the layers
#
# A layer multiplies its inputs by weights and adds a bias: $z = xW + b$. Then one more thing happens,
# so small that it is easy to overlook: each $z$ goes through an **activation function**. Without it a
# network of a hundred layers could do no more than a ruler and a pencil. With it, it can draw any
# border you like.
#
# In this lesson you write the activations that nearly every network uses, in NumPy, and compare each
# with the one in Keras. You also write their **derivatives**, because training sees the network
# through these: where a derivative is 0, nothing is learned.
#
# | you write | what it is for |
# | --- | --- |
# | `linear`, `collapse_linear` | to see why something bent is needed at all |
# | `sigmoid`, `sigmoid_derivative` | yes-or-no outputs, and how gradients vanish |
# | `relu`, `relu_derivative` | hidden layers, and how a unit can die |
# | `leaky_relu`, `leaky_relu_derivative` | hidden layers whose units cannot die |
# | `softmax`, `class_probabilities` | several classes: one of them, or any number of them |
# | `choose_activation` | which one goes where |
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

# %% [markdown]
# ## 1. Linear: no activation at all
#
# The simplest activation hands on what it gets:
#
# $$\mathrm{linear}(x) = x$$
#
# Its range is everything, $(-\infty, \infty)$, and that is what it is good for: when a network predicts
# a house price or a temperature, the **output layer** must be free to say any number. For classes it is no
# good, since 37.2 is not a probability. And between the layers it is worse than useless, as you will
# see in a moment.
#
# **By hand.** `[-2, 0.5, 300]` becomes `[-2, 0.5, 300]`. Enjoy it: this is the easiest exercise of the course.
#
# <details><summary>Hint 1: a question</summary>
# What does this function do to a number? Do not look for a trick.
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
# Give x back. np.asarray(x, dtype=float) makes an array of floats of it, whether it was a list or an array.
# </details>

# %% exercise="linear"
def linear(x):
    """The identity: every number stays what it is.

    x: an array or (nested) list of floats or integers, of any shape: any number of leading
        dimensions. It is not changed.
    Returns: an array of x's shape with x's values, finite for any finite x.

    The same as keras.activations.linear.
    """
    ### BEGIN SOLUTION
    return np.asarray(x, dtype=float)
    ### END SOLUTION

# %% [markdown]
# **See it: five layers on a line.** Both networks below have the same random weights: one number goes
# in, four layers of eight units follow, and a fifth layer makes one number of them. On the left your
# `linear` stands between the layers. On the right, everything below 0 is cut off between them, which is a
# bend, and the simplest there is. Which of the two could ever follow a curve? Change the seed, or add
# layers, and look again.

# %% tags=["skip-execution"]
with demo("linear"):
    seed, sizes = 9, [1, 8, 8, 8, 8, 1]  # change these: the sizes begin and end with 1

    x = np.linspace(-3, 3, 301).reshape(-1, 1)
    straight, bent = linear(x), x
    rng = np.random.default_rng(seed)
    for inputs, outputs in zip(sizes, sizes[1:]):
        W = rng.normal(0, 1.4 / np.sqrt(inputs), (inputs, outputs))
        b = rng.normal(0, 0.7, outputs)
        straight = linear(straight @ W + b)
        bent = bent @ W + b
        if outputs > 1:
            bent = np.where(bent > 0, bent, 0)

    fig, axes = plt.subplots(1, 2, figsize=(8.5, 3.2))
    axes[0].plot(x, straight, linewidth=2)
    axes[0].set(title="nothing between the layers", xlabel="input", ylabel="output")
    axes[1].plot(x, bent, color="tab:orange", linewidth=2)
    axes[1].set(title="a bend between the layers", xlabel="input")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## 2. Two linear layers are one
#
# The straight line on the left was no accident. Send $x$ through a layer with weights $W_1, b_1$ and the
# result through a second with $W_2, b_2$, with nothing between:
#
# $$(x W_1 + b_1)\,W_2 + b_2 \;=\; x\,(W_1 W_2) + (b_1 W_2 + b_2) \;=\; xW + b$$
#
# Multiply out, and a **single** layer is left. What was true for two is true for a hundred: collapse
# the first two, then the result with the third, and so on. All the weights of the second layer bought
# nothing. An activation that is *not* linear between the layers forbids the multiplying out, and this is
# why it is there.
#
# **By hand.** Two inputs, two hidden units, one output:
#
# $$W_1 = \begin{pmatrix}1 & 0\\ 2 & 1\end{pmatrix},\quad b_1 = (1, -1),\quad
# W_2 = \begin{pmatrix}1\\ 3\end{pmatrix},\quad b_2 = (4)$$
#
# - Weights: $W_1W_2$ has the rows $1\cdot 1 + 0\cdot 3 = 1$ and $2\cdot 1 + 1\cdot 3 = 5$.
# - Bias: $b_1W_2 + b_2 = (1\cdot 1 - 1\cdot 3) + 4 =$ **2**.
# - Try $x = (1, 2)$. Through both layers: $xW_1 + b_1 = (6, 1)$, then $6\cdot 1 + 1\cdot 3 + 4 = 13$.
#   Through the one: $1\cdot 1 + 2\cdot 5 + 2 = 13$. The same, for this $x$ and for every other.
#
# <details><summary>Hint 1: a question</summary>
# x stands on the left of the weights: x @ W1 comes first, and W2 is applied to the result. In which order do the two matrices end up?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Follow the first bias on its way: it is added before the second layer, so it passes through W2 as x does. b1 has the shape (H,), and b1 @ W2 has the shape (C,).
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Make arrays of all four, since lists have no @. Then W is W1 @ W2, and b is b1 @ W2 plus the second bias. Do not use += on the inputs.
# </details>

# %% exercise="collapse_linear"
def collapse_linear(W1, b1, W2, b2):
    """The one linear layer that does what two do: x @ W + b == (x @ W1 + b1) @ W2 + b2 for every x.

    W1: (D, H), b1: (H,): the first layer. W2: (H, C), b2: (C,): the second. D, H and C may be any
        sizes from 1. Arrays or (nested) lists of floats or integers. They are not changed.
    Returns: (W, b), a tuple (or list) of two arrays, W of shape (D, C) and b of shape (C,).

    The same as two keras.layers.Dense in a row without activation.
    """
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = (np.asarray(a, dtype=float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION

# %% [markdown]
# **Live: two moons.** Two crescents of points, and a network that is to tell them apart. Keras trains five
# layers, once with `linear` between them and once with `relu`. Then *your* function collapses the five
# linear layers into one, and draws the border of that single layer as a dashed line. (The sigmoid at the
# end only turns a number into a probability. It cannot bend a border.) Give it some ten seconds. Then try
# `"sigmoid"` as the bend: it can draw curves too, and yet five layers of it learn next to nothing here.
# Section 4 says why.

# %% tags=["skip-execution"]
with demo("collapse_linear"):
    collapse_linear(np.eye(2), np.zeros(2), np.eye(2), np.zeros(2))  # asks at once whether it is written

    import tensorflow as tf

    bend = "relu"  # change this: "sigmoid", or "leaky_relu"

    tf.keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    angle = rng.uniform(0, np.pi, 200)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    points = np.concatenate([upper, lower]) + rng.normal(0, 0.12, (400, 2))
    moon = np.repeat([0, 1], 200)

    models = {}
    for name in ("linear", bend):
        hidden = [tf.keras.layers.Dense(16, activation=name) for _ in range(4)]
        model = tf.keras.Sequential([*hidden, tf.keras.layers.Dense(1, activation="sigmoid")])
        model.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(0.01),
                      metrics=["accuracy"], jit_compile=False)
        history = model.fit(points, moon, epochs=40, batch_size=40, verbose=0)
        models[name] = model, history.history["accuracy"][-1]

    weights = models["linear"][0].get_weights()
    W, b = weights[:2]
    for next_W, next_b in zip(weights[2::2], weights[3::2]):
        W, b = collapse_linear(W, b, next_W, next_b)
    W, b = np.asarray(W), np.asarray(b)
    many, few = sum(w.size for w in weights), W.size + b.size
    print(f"five layers with {many} numbers collapse into one with {few}")

    across, up = np.meshgrid(np.linspace(-1.6, 2.6, 120), np.linspace(-1.2, 1.6, 80))
    grid = np.stack([across.ravel(), up.ravel()], axis=1)
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
    for ax, (name, (model, accuracy)) in zip(axes, models.items()):
        p = np.asarray(model(grid)).reshape(across.shape)
        ax.contourf(across, up, p, levels=[0, 0.5, 1], colors=["tab:blue", "tab:orange"], alpha=0.25)
        ax.scatter(*points.T, c=np.where(moon, "tab:orange", "tab:blue"), s=8)
        ax.set(title=f"five layers, {name}: {accuracy:.0%} right", xlabel="first input", ylim=(-1.2, 1.6))
    edge = np.array([-1.6, 2.6])
    axes[0].plot(edge, -(W[0, 0] * edge + b[0]) / W[1, 0], "k--", label="your one collapsed layer")
    axes[0].legend(loc="upper right")
    axes[0].set_ylabel("second input")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## 3. Sigmoid
#
# A yes-or-no output must be a probability, but $z = xW + b$ can be any number. So we need a function that
# squeezes the whole number line into $(0, 1)$, smoothly and without changing the order. The logistic
# function, called **sigmoid** for its S-shape, does that:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# **By hand.** At 0: $e^0 = 1$, so $\sigma(0) = \frac{1}{2}$, "no idea". At $x = \ln 3 \approx 1.0986$:
# $e^{-x} = \frac13$, so $\sigma = 1 / \frac43 =$ **0.75**. At $-\ln 3$: $e^{-x} = 3$, so $\sigma = \frac14$. The two
# add up to 1, as the probabilities of yes and no should: $\sigma(-x) = 1 - \sigma(x)$.
#
# **Large numbers.** Take $x = -1000$. Then $e^{1000}$ is beyond what a float can hold: NumPy says `inf`
# and prints a warning. $1 / (1 + \infty)$ is 0, which is right, so the warning does no harm here. But
# written as $e^x / (1 + e^x)$, which is the same formula on paper, $x = 1000$ gives $\infty / \infty$, and that
# is `nan`. The careful way never exponentiates a positive number: $e^{-|x|}$ lies between 0 and 1
# whatever $x$ is.
#
# <details><summary>Hint 1: a question</summary>
# What do np.exp(-x) and 1 + np.exp(-x) give for a whole array x? Do you need a loop?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Lists have no minus sign: make x an array with np.asarray(x, dtype=float) first. Then try your formula on [-1000, 0, 1000] and look for nan.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# 1 / (1 + np.exp(-x)) is right, with a warning. Without one: let e = np.exp(-np.abs(x)); sigmoid is 1 / (1 + e) where x is positive and e / (1 + e) elsewhere, and np.where chooses.
# </details>

# %% exercise="sigmoid"
def sigmoid(x):
    """The logistic function 1 / (1 + exp(-x)), element by element.

    x: an array or (nested) list of floats or integers, of any shape: any number of leading
        dimensions. It is not changed.
    Returns: an array of x's shape, with values from 0 to 1, finite for any finite x, however large:
        1 far to the right, 0 far to the left, never nan. (A warning from NumPy is no mistake.)

    The same as keras.activations.sigmoid.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))  # at most 1: it cannot overflow
    return np.where(x >= 0, 1, e) / (1 + e)
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("sigmoid"):
    weight, bias = 1.0, 0.0  # change these: a unit computes sigmoid(weight * x + bias)

    x = np.linspace(-8, 8, 321)
    y = sigmoid(weight * x + bias)
    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    ax.plot(x, sigmoid(x), linewidth=2)
    if (weight, bias) != (1.0, 0.0):
        ax.plot(x, y, "--", color="tab:red", label=f"sigmoid({weight:g} x {bias:+g})")
        ax.legend(loc="upper left")
    ax.plot([-np.log(3), 0, np.log(3)], [0.25, 0.5, 0.75], "o", color="tab:orange")
    for place, value, text in ((-np.log(3), 0.25, "-ln 3: 0.25"), (0, 0.5, "0: 0.5"),
                               (np.log(3), 0.75, "ln 3: 0.75")):
        ax.text(place + 0.35, value - 0.05, text)
    ax.text(-8, 0.13, "sure of no: nearly flat")
    ax.text(8, 0.84, "sure of yes: nearly flat", horizontalalignment="right")
    ax.set(xlabel="x", ylabel="sigmoid(x)", title="Any number in, a probability out")
    plt.show()

# %% [markdown]
# **Live: the same with Keras.**

# %% tags=["skip-execution"]
with demo("sigmoid"):
    x = np.array([-1000.0, -np.log(3), 0.0, np.log(3), 1000.0])
    print("yours:", sigmoid(x))

    import tensorflow as tf

    print("Keras:", tf.keras.activations.sigmoid(tf.constant(x)).numpy())

# %% [markdown]
# ## 4. The slope of the sigmoid, and how gradients vanish
#
# Training asks of every weight: *if you grew a little, how much would the loss change?* The answer travels
# backwards through the network, and at each layer it is **multiplied by the derivative of the activation**.
# So the derivative decides how much of the message gets through.
#
# For the sigmoid it can be written with the sigmoid's own value:
#
# $$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)$$
#
# **By hand.** At 0: $\frac12 \cdot \frac12 =$ **0.25**, and this is its largest value. At $\ln 3$:
# $0.75 \cdot 0.25 =$ **0.1875**. At 10: 0.0000454. A unit that is very sure hardly learns any more.
#
# <details><summary>Hint 1: a question</summary>
# The formula is written with the sigmoid of x. What do you have to compute from x first?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Let s be the sigmoid of x. Then everything else is s and 1 - s. If you start from the formula with exponentials instead, try x = -1000: what is inf divided by inf?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# s * (1 - s) with your stable s. Or: the slope is the same at x and at -x, so with e = np.exp(-np.abs(x)) it is e / (1 + e) ** 2 on both sides.
# </details>

# %% exercise="sigmoid_derivative"
def sigmoid_derivative(x):
    """The slope of the sigmoid at x, element by element.

    x: where to take the slope (what goes *into* the sigmoid, not what comes out of it): an array or
        (nested) list of floats or integers, of any shape: any number of leading dimensions.
        It is not changed.
    Returns: an array of x's shape, with values from 0 to 0.25, finite for any finite x, however large:
        0 far out on both sides, never nan. (A warning from NumPy is no mistake.)

    The same as tf.GradientTape gives for keras.activations.sigmoid.
    """
    ### BEGIN SOLUTION
    # The slope is the same at x and at -x, and exp(-|x|) cannot overflow.
    e = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return e / (1 + e) ** 2
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("sigmoid_derivative"):
    x = np.array([-10.0, -np.log(3), 0.0, np.log(3), 10.0])
    print("yours:", *[f"{slope:.7f}" for slope in sigmoid_derivative(x)])

    import tensorflow as tf

    place = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(place)
        value = tf.keras.activations.sigmoid(place)
    print("Keras:", *[f"{slope:.7f}" for slope in tape.gradient(value, place).numpy()])

# %% [markdown]
# **See it: the vanishing gradient.** Chain rule through $L$ sigmoid layers: the message that reaches the first
# layer carries the product $\sigma'(z_1)\,\sigma'(z_2)\cdots\sigma'(z_L)$. (There are weights in the product
# too; take them as 1.) At the very best each factor is 0.25, and $0.25^{10}$ is already less than a millionth.
# On the right, the grey lines are fifty random paths, with the $z$ drawn from a bell curve. Mind the
# scale: each mark on the axis is a millionth of the one above.

# %% tags=["skip-execution"]
with demo("sigmoid_derivative"):
    layers, spread = 20, 2.0  # change these: how many layers, and how far the z lie from 0

    x = np.linspace(-8, 8, 321)
    slope = sigmoid_derivative(x)
    rng = np.random.default_rng(4)
    z = rng.normal(0, spread, (layers, 50))  # fifty paths through all the layers
    products = np.cumprod(np.asarray(sigmoid_derivative(z)), axis=0)
    best = np.cumprod(np.asarray(sigmoid_derivative(np.zeros(layers))))
    depth = np.arange(1, layers + 1)

    fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.6))
    left.plot(x, slope, linewidth=2)
    left.axhline(0.25, color="gray", linewidth=1, linestyle=":")
    left.set(xlabel="x", ylabel="slope of the sigmoid at x", ylim=(0, 0.3),
             title="At most 0.25, and nearly 0 far out")
    lines = right.plot(depth, products, color="gray", alpha=0.3, linewidth=1)
    lines[0].set_label("a random path")
    right.plot(depth, best, color="tab:orange", linewidth=2.5, label="at best: 0.25 each time")
    right.set_yscale("log")
    right.set_yticks([1e0, 1e-6, 1e-12, 1e-18, 1e-24, 1e-30])
    right.set_xticks([1, *range(5, layers + 1, 5)])
    right.set(xlabel="number of sigmoid layers", ylabel="share of the gradient left",
              title="What reaches the first layer")
    right.legend(loc="lower left")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# So a deep network of sigmoids trains its last layers and leaves the first ones as they were made: at random.
# For decades this kept networks shallow. The sigmoid is still the right choice at the *output* of a yes-or-no
# question, where it stands only once. Between the layers we want a slope that does not shrink.
#
# ## 5. ReLU
#
# The **rectified linear unit** is the plainest bend there is: keep what is positive, cut off what is not.
#
# $$\mathrm{relu}(x) = \max(0, x)$$
#
# **By hand.** `[-2, -0.5, 0, 1.5, 3]` becomes `[0, 0, 0, 1.5, 3]`. Its range is $[0, \infty)$.
#
# It looks too simple to be of use. But one unit is a ramp that starts wherever its bias says, a difference of
# two ramps is a step with sloping sides, and from enough ramps you can build any curve, as a polygon with many corners
# comes near to a circle. It costs no exponential either.
#
# <details><summary>Hint 1: a question</summary>
# The rule is the larger of two numbers, for each element separately. Does Python's own max do that for an array?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.maximum compares element by element; np.max looks for the single largest. And x[mask] = 0 would write into the caller's own array.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# np.maximum of 0 and x. It takes lists too.
# </details>

# %% exercise="relu"
def relu(x):
    """The larger of 0 and x, element by element.

    x: an array or (nested) list of floats or integers, of any shape: any number of leading
        dimensions. It is not changed.
    Returns: an array of x's shape; there is no upper limit, and it is finite for any finite x.

    The same as keras.activations.relu.
    """
    ### BEGIN SOLUTION
    return np.maximum(np.asarray(x, dtype=float), 0)
    ### END SOLUTION

# %% [markdown]
# **See it: three ramps make a hill.** Each thin line is one unit: your `relu` of the input, shifted by a bias and
# multiplied by a weight. The thick line is their sum, which is what the next layer sees. Change the
# weights and watch the hill become a valley.

# %% tags=["skip-execution"]
with demo("relu"):
    units = [(1.0, 2.0), (-2.0, 0.0), (1.0, -2.0)]  # change these: weight of a ramp, and bias inside

    x = np.linspace(-3, 3, 241)
    ramps = [weight * np.asarray(relu(x + bias)) for weight, bias in units]
    fig, ax = plt.subplots(figsize=(6.5, 3.6))
    for (weight, bias), ramp in zip(units, ramps):
        ax.plot(x, ramp, linewidth=1, label=f"{weight:g} * relu(x {bias:+g})")
    ax.plot(x, sum(ramps), color="black", linewidth=3, label="their sum")
    ax.set(xlabel="x", ylabel="value", title="Bends add up to shapes")
    ax.legend(loc="lower left")
    plt.show()

# %% tags=["skip-execution"]
with demo("relu"):
    x = np.array([-2, -0.5, 0, 1.5, 3])
    print("yours:", relu(x))

    import tensorflow as tf

    print("Keras:", tf.keras.activations.relu(tf.constant(x)).numpy())

# %% [markdown]
# ## 6. The slope of ReLU, and how a unit dies
#
# $$\mathrm{relu}'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}$$
#
# At exactly 0 there is a corner. A ruler laid against it can have any slope from 0 to 1, and each of these
# is called a *subgradient*. Keras takes 0. Your function may return any of them.
#
# On the positive side the slope is 1, and a product of ones stays 1, however deep the network is. This is
# the cure for the vanishing gradient:
#
# | layers | sigmoid, at best | ReLU, where it is active |
# | ---: | ---: | ---: |
# | 1 | 0.25 | 1 |
# | 5 | 0.00098 | 1 |
# | 10 | 0.00000095 | 1 |
# | 20 | 0.00000000000091 | 1 |
#
# On the negative side the slope is 0, and a product with a 0 in it is 0. A unit that gives 0 for one sample
# learns nothing from *that* sample, which is fine. But if its bias has been pushed so far down that it
# gives 0 for **every** sample, no gradient ever reaches its weights again. They stay as they are, for
# ever. That is a *dead* unit.
#
# **By hand.** The slopes at `[-2, -0.5, 1.5, 3]` are `[0, 0, 1, 1]`.
#
# <details><summary>Hint 1: a question</summary>
# Which question, asked of each element, has the answer yes where the slope is 1 and no where it is 0?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# A comparison of an array with 0 gives an array of True and False. The slope is a number: how do you make 1.0 and 0.0 of them?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Make x an array, compare it with 0, and call .astype(float) on the result. Or let np.where choose between 1.0 and 0.0.
# </details>

# %% exercise="relu_derivative"
def relu_derivative(x):
    """The slope of ReLU at x, element by element: 1 where x is positive, 0 where it is negative.

    x: where to take the slope: an array or (nested) list of floats or integers, of any shape: any
        number of leading dimensions. It is not changed.
    Returns: an array of numbers (not of True and False) of x's shape, finite for any finite x,
        however large. At x = 0, where ReLU has its corner, any value from 0 to 1.

    The same as tf.GradientTape gives for keras.activations.relu (which takes 0 at the corner).
    """
    ### BEGIN SOLUTION
    return (np.asarray(x, dtype=float) > 0).astype(float)
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("relu_derivative"):
    x = np.array([-2, -0.5, 0, 1.5, 3])
    print("yours:", relu_derivative(x))

    import tensorflow as tf

    place = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(place)
        value = tf.keras.activations.relu(place)
    print("Keras:", tape.gradient(value, place).numpy())

# %% [markdown]
# **See it: the dying ReLU.** A layer of 300 units with random weights sees 500 samples. We shift the bias of all
# units and count: in how many is your slope 0 for *every* sample? Those are dead. A single too large step of
# training can push a bias that far.

# %% tags=["skip-execution"]
with demo("relu_derivative"):
    biases = np.linspace(-6, 1, 57)  # change the range: do units die at +3?

    rng = np.random.default_rng(6)
    samples = rng.normal(0, 1, (500, 10))
    W = rng.normal(0, 1 / np.sqrt(10), (10, 300))
    slopes = [np.asarray(relu_derivative(samples @ W + bias)) for bias in biases]
    dead = [np.mean(np.all(slope == 0, axis=0)) for slope in slopes]
    asleep = [np.mean(slope == 0) for slope in slopes]

    fig, ax = plt.subplots(figsize=(6.5, 3.6))
    ax.plot(biases, asleep, "--", label="slopes that are 0 (normal)")
    ax.plot(biases, dead, linewidth=2.5, label="units that are dead")
    ax.set(xlabel="bias of the units", ylabel="share", ylim=(-0.04, 1.06),
           title="Push the bias down, and units die")
    ax.legend()
    plt.show()

# %% [markdown]
# ## 7. Leaky ReLU
#
# The remedy is a small hole in the dam: on the negative side, let a fraction of $x$ through instead of
# nothing.
#
# $$\mathrm{leaky\_relu}(x) = \begin{cases} x & x > 0 \\ a\,x & x \le 0 \end{cases}$$
#
# The fraction $a$ is the `negative_slope`, a number from 0 to 1. With $a = 0$ it is ReLU, with $a = 1$ it is
# `linear`. In `keras.activations.leaky_relu` it is 0.2 unless you say otherwise. (The layer
# `keras.layers.LeakyReLU` has 0.3, which has surprised many people.) The range is $(-\infty, \infty)$.
#
# **By hand.** With slope 0.2, `[-2, -0.5, 0, 1.5, 3]` becomes `[-0.4, -0.1, 0, 1.5, 3]`.
#
# <details><summary>Hint 1: a question</summary>
# There are two cases for each element. Which NumPy function takes a condition and two values, and chooses for each element?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# np.where(condition, a, b). Lists cannot be compared with 0, and an array of integers cannot hold -0.2: what do you convert x to?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# np.where of: x is positive, x, negative_slope * x. For slopes from 0 to 1, np.maximum(x, negative_slope * x) does the same. Can you see why?
# </details>

# %% exercise="leaky_relu"
def leaky_relu(x, negative_slope=0.2):
    """x where x is positive, negative_slope * x where it is not, element by element.

    x: an array or (nested) list of floats or integers, of any shape: any number of leading
        dimensions. It is not changed. Integers give the same values as floats: nothing is cut off.
    negative_slope: a number from 0 to 1, both included.
    Returns: an array of x's shape, finite for any finite x.

    The same as keras.activations.leaky_relu, default slope included.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, negative_slope * x)
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("leaky_relu"):
    slopes = (0.0, 0.05, 0.2, 1.0)  # change these

    x = np.linspace(-4, 2, 121)
    curves = {a: leaky_relu(x, negative_slope=a) for a in slopes}
    names = {0.0: "ReLU", 0.2: "Keras' default", 1.0: "linear"}
    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    for a, curve in curves.items():
        note = f" ({names[a]})" if a in names else ""
        ax.plot(x, curve, linewidth=2, label=f"negative_slope {a:g}{note}")
    ax.axhline(0, color="gray", linewidth=0.6)
    ax.set(xlabel="x", ylabel="leaky_relu(x)", title="One parameter from ReLU to a straight line")
    ax.legend(loc="lower right")
    plt.show()

# %% tags=["skip-execution"]
with demo("leaky_relu"):
    x = np.array([-2, -0.5, 0, 1.5, 3])
    print("yours:", leaky_relu(x))

    import tensorflow as tf

    # TensorFlow keeps the slope in float32: hence the -0.40000001.
    print("Keras:", tf.keras.activations.leaky_relu(tf.constant(x)).numpy())

# %% [markdown]
# ## 8. The slope of leaky ReLU: nobody dies
#
# $$\mathrm{leaky\_relu}'(x) = \begin{cases} 1 & x > 0 \\ a & x < 0 \end{cases}$$
#
# The corner at 0 has become blunter: any slope from $a$ to 1 touches it, and your function may return any of
# them. What counts is the other case. It is $a$, not 0, so a unit that has been pushed far to the
# negative side still hears the gradient, if only softly, and can walk back.
#
# **By hand.** With slope 0.2, the slopes at `[-2, -0.5, 1.5, 3]` are `[0.2, 0.2, 1, 1]`.
#
# <details><summary>Hint 1: a question</summary>
# How steep is the line on the left of 0, and does that depend on how far left you are?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# It is your slope of ReLU with another number in place of the 0. x itself appears only in the condition.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Make x an array, then np.where of: x is positive, 1.0, negative_slope.
# </details>

# %% exercise="leaky_relu_derivative"
def leaky_relu_derivative(x, negative_slope=0.2):
    """The slope of leaky ReLU at x, element by element: 1 where x is positive, negative_slope where
    it is negative.

    x: where to take the slope: an array or (nested) list of floats or integers, of any shape: any
        number of leading dimensions. It is not changed.
    negative_slope: a number from 0 to 1, both included.
    Returns: an array of numbers of x's shape, finite for any finite x, however large. At x = 0, at
        the corner, any value from negative_slope to 1.

    The same as tf.GradientTape gives for keras.activations.leaky_relu.
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(x, dtype=float) > 0, 1.0, negative_slope)
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("leaky_relu_derivative"):
    x = np.array([-2, -0.5, 0, 1.5, 3])
    print("yours:", leaky_relu_derivative(x))

    import tensorflow as tf

    place = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(place)
        value = tf.keras.activations.leaky_relu(place)
    print("Keras:", tape.gradient(value, place).numpy())

# %% [markdown]
# **See it: a unit comes back.** On the left, the layer of 300 units again, now with a leak: count the units that get
# no gradient at all. On the right, one unit whose bias starts at $-4$, so that it is negative for every sample,
# is trained by gradient descent on a task it could solve perfectly. It uses your four functions. The
# ReLU never moves. The leaky ones come back, and the smaller the leak, the longer it takes: a slope
# near 0 prevents death, but not slow learning.

# %% tags=["skip-execution"]
with demo("relu", "relu_derivative", "leaky_relu", "leaky_relu_derivative"):
    slopes, first_bias = (0.2, 0.05), -4.0  # change these: two leaks, and where the unit starts

    rng = np.random.default_rng(6)
    z = rng.normal(0, 1, (500, 10)) @ rng.normal(0, 1 / np.sqrt(10), (10, 300))
    biases = np.linspace(-6, 1, 57)

    def share_cut_off(derivative):
        return [np.mean(np.all(np.asarray(derivative(z + bias)) == 0, axis=0)) for bias in biases]

    def train(activation, derivative, *slope):
        x, w, b, losses = np.linspace(0, 2, 41), 0.5, first_bias, []
        target = x + 0.5
        for _ in range(400):
            error = np.asarray(activation(w * x + b, *slope)) - target
            message = 2 * error * np.asarray(derivative(w * x + b, *slope))
            losses.append(np.mean(error**2))
            w, b = w - 0.1 * np.mean(message * x), b - 0.1 * np.mean(message)
        return losses

    silent = {
        "ReLU": share_cut_off(relu_derivative),
        "leaky ReLU, slope 0.2": share_cut_off(leaky_relu_derivative),
    }
    runs = {"ReLU": train(relu, relu_derivative)}
    for slope in slopes:
        runs[f"leaky, slope {slope}"] = train(leaky_relu, leaky_relu_derivative, slope)

    fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.6))
    for (name, share), style in zip(silent.items(), ("-", "--")):
        left.plot(biases, share, style, linewidth=2.5, label=name)
    left.set(xlabel="bias of the units", ylabel="share without any gradient", ylim=(-0.04, 1.04),
             title="With a leak, no unit is cut off")
    left.legend()
    for (name, losses), style in zip(runs.items(), ("-", "--", ":")):
        right.plot(losses, style, linewidth=2.5, label=name)
    right.set(xlabel="step of gradient descent", ylabel="loss of the unit", ylim=(-0.1, None),
              title="One unit that started dead")
    right.legend()
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## 9. Softmax
#
# A picture shows a cat, a dog *or* a bird. The last layer gives one number for each class, called
# **logits**, and any number is allowed. We want probabilities: none negative, adding up to 1, and a larger
# logit must mean a larger share. The exponential makes every number positive; dividing by the sum makes the
# shares add up:
#
# $$\mathrm{softmax}(z)_c = \frac{e^{z_c}}{\sum_{k=1}^{C} e^{z_k}}$$
#
# The sum runs over the classes of *one* sample, that is along the **last axis**. Every row is a
# distribution of its own.
#
# **By hand.** Logits `[2, 1, 0]`:
#
# | class | logit | exponential | divided by 11.1073 |
# | --- | ---: | ---: | ---: |
# | cat | 2 | 7.3891 | **0.6652** |
# | dog | 1 | 2.7183 | **0.2447** |
# | bird | 0 | 1.0000 | **0.0900** |
#
# A lead of 1 always makes a class $e \approx 2.718$ times as probable as the next, wherever the two lie.
#
# **Large logits.** Only differences count: $e^{z - m}$ is $e^z$ divided by $e^m$, above and below the
# fraction bar alike. So `[1002, 1001, 1000]` must give the same probabilities. The formula as it stands gives
# $\infty/\infty$. Hence the standard trick: first subtract from each row **its own** largest logit. Then
# the largest exponent is 0, nothing overflows, and at least one term of the sum is 1, so that nothing is divided
# by 0. With the largest of the *whole array* this fails: a row that lies far below it becomes 0/0.
#
# <details><summary>Hint 1: a question</summary>
# x has the shape (N, C), its row sums have the shape (N,). What does NumPy do when you divide one by the other? And what shape would fit?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# .sum(axis=-1, keepdims=True) keeps the last axis with size 1, so that the division goes row by row, for any number of dimensions. .max takes the same arguments.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Three lines: subtract the maximum of each row, take np.exp, divide by the sum of each row. Write z = x - ..., not x -= ..., which would change the caller's array.
# </details>

# %% exercise="softmax"
def softmax(x):
    """exp(x) divided by the sum of exp(x) over the last axis: a distribution over the classes.

    x: logits, an array or (nested) list of floats or integers, of shape (..., C): any number of
        leading dimensions, or none, (C,); C may be 1. It is not changed.
    Returns: an array of x's shape; its values along the last axis add up to 1. Finite for any finite x,
        however large, however small, and however much the rows differ from each other.

    The same as keras.activations.softmax.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION

# %% [markdown]
# **See it: what one class gains, the others lose.** The logits of dog and bird stay at 1 and 0; the logit of the cat
# grows. At every place the three curves add up to 1. Follow any two of them: the ratio of dog to bird never
# changes.

# %% tags=["skip-execution"]
with demo("softmax"):
    dog, bird = 1.0, 0.0  # change these

    cat = np.linspace(-4, 6, 201)
    logits = np.stack([cat, np.full_like(cat, dog), np.full_like(cat, bird)], axis=1)
    p = np.asarray(softmax(logits))
    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    names = ("cat", f"dog (logit {dog:g})", f"bird (logit {bird:g})")
    for name, column, style in zip(names, p.T, ("-", "--", ":")):
        ax.plot(cat, column, style, linewidth=2, label=name)
    ax.axvline(2, color="gray", linewidth=0.8)
    ax.text(2.1, 0.93, f"[2, {dog:g}, {bird:g}]", color="gray")
    ax.set(xlabel="logit of the cat", ylabel="probability", title="Softmax shares out a whole of 1")
    ax.legend(loc="center left")
    plt.show()

# %% tags=["skip-execution"]
with demo("softmax"):
    x = np.array([[2.0, 1.0, 0.0], [1002.0, 1001.0, 1000.0]])
    print("yours:", np.asarray(softmax(x)).round(4).tolist())

    import tensorflow as tf

    print("Keras:", tf.keras.activations.softmax(tf.constant(x)).numpy().round(4).tolist())

# %% [markdown]
# ## 10. Softmax or sigmoid? One of them, or any number of them
#
# Both make probabilities from logits, so they are easily confused. The question that separates them:
#
# - **Exactly one class is true** (an animal is a cat *or* a dog *or* a bird): **softmax**. The classes compete,
#   and the row adds up to 1.
# - **Each class is a question of its own** (a photograph may show a beach, a dog *and* a sunset, or none of
#   them): a **sigmoid** for each. The row adds up to whatever it likes.
#
# With sigmoids, each output decides without looking at the others. On a one-of-many problem this gives rows such
# as "88 % cat and 73 % dog", and nobody can say what is meant. With softmax on an any-of-many problem, a second
# object in the picture would push the first one's probability down, as if it were not there.
#
# **By hand.** Logits `[2, 1, -1]`:
#
# | | first | second | third | sum |
# | --- | ---: | ---: | ---: | ---: |
# | softmax | 0.7054 | 0.2595 | 0.0351 | **1** |
# | sigmoid | 0.8808 | 0.7311 | 0.2689 | **1.8808** |
#
# A yes-or-no question is where the two meet: $\sigma(z)$ is the softmax of the two logits $z$ and 0.
#
# <details><summary>Hint 1: a question</summary>
# You have written both functions already. What is left to decide?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# exclusive is True or False: an if statement with two returns. Or write the formulas out again, both in the form that survives large logits.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# Where exclusive is True, return softmax(logits), otherwise sigmoid(logits).
# </details>

# %% exercise="class_probabilities"
def class_probabilities(logits, exclusive):
    """The probability of each class.

    logits: an array or (nested) list of floats or integers, of shape (..., C): any number of leading
        dimensions, or none, (C,); C may be 1. It is not changed.
    exclusive: True where exactly one of the classes is true: a softmax over the last axis.
        False where each class is true or not on its own: a sigmoid of each logit.
    Returns: an array of the shape of logits, finite for any finite logits, however large.

    The same as keras.activations.softmax or keras.activations.sigmoid.
    """
    ### BEGIN SOLUTION
    z = np.asarray(logits, dtype=float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
    ### END SOLUTION

# %% tags=["skip-execution"]
with demo("class_probabilities"):
    logits = [2.0, 1.0, -1.0]  # change these, and see which bars move

    panels = (("exclusive: one is true", ["cat", "dog", "bird"], True, "tab:blue"),
              ("not exclusive: any may be", ["beach", "dog", "sunset"], False, "tab:orange"))
    fig, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
    for ax, (title, names, exclusive, color) in zip(axes, panels):
        row = np.asarray(class_probabilities(logits, exclusive))
        bars = ax.bar(names, row, color=color)
        ax.bar_label(bars, fmt="%.3f")
        ax.set(title=f"{title}\nsum {row.sum():.3f}", ylim=(0, 1.1))
    axes[0].set_ylabel("probability")
    fig.tight_layout()
    plt.show()

# %% tags=["skip-execution"]
with demo("class_probabilities"):
    logits = np.array([[2.0, 1.0, -1.0], [0.5, 0.5, 3.0]])
    yours = {choice: np.asarray(class_probabilities(logits, choice)) for choice in (True, False)}

    import tensorflow as tf

    keras_functions = {True: tf.keras.activations.softmax, False: tf.keras.activations.sigmoid}
    for exclusive, rows in yours.items():
        print(f"exclusive={exclusive}: the rows add up to {rows.sum(axis=-1).round(4).tolist()}")
        print("  yours:", rows.round(4).tolist())
        print("  Keras:", keras_functions[exclusive](tf.constant(logits)).numpy().round(4).tolist())

# %% [markdown]
# ## 11. Choosing an activation
#
# The five side by side:
#
# | activation | range | where | good | bad |
# | --- | --- | --- | --- | --- |
# | sigmoid | $(0, 1)$ | output: yes or no | reads as a probability | flat on both sides: gradients vanish, training is slow |
# | ReLU | $[0, \infty)$ | hidden layers | slope 1 where active, so gradients survive depth; cheap | a unit that is negative for every sample is dead |
# | leaky ReLU | $(-\infty, \infty)$ | hidden layers, if ReLU units die | no unit is ever cut off | one more number to set; a small slope still learns slowly |
# | softmax | $(0, 1)$, rows sum to 1 | output: one of several classes | a whole distribution | overflows for large logits unless the row maximum is subtracted |
# | linear | $(-\infty, \infty)$ | output: regression | free to say any number | says nothing about classes; between layers it collapses |
#
# And from the layer's point of view, which is how you meet the question:
#
# | layer | task | activation | Keras' name | because |
# | --- | --- | --- | --- | --- |
# | hidden | any | ReLU | `"relu"` | the gradient keeps its strength on the way back through many layers |
# | hidden | any, and units are dying | leaky ReLU | `"leaky_relu"` | the negative side keeps a slope |
# | output | binary classification | sigmoid | `"sigmoid"` | one number between 0 and 1: the probability of yes |
# | output | multi-class classification | softmax | `"softmax"` | logits become a distribution over the classes |
# | output | regression | linear | `"linear"` | the number itself is the answer |
#
# Notice the pattern: the **task** decides about the output layer and nothing else. A hidden layer does not know what
# the network is for, and an output layer need not fear dying units.
#
# <details><summary>Hint 1: a question</summary>
# Which of the three arguments decides first? Which of the others then still matters?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Ask about the layer before anything else. For a hidden layer only dying matters, for an output layer only the task.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# An if for the hidden layer with a choice of two names; below it a dict from the three tasks to three names.
# </details>

# %% exercise="choose_activation"
def choose_activation(layer, task=None, dying=False):
    """The Keras activation that suits a layer, by name.

    layer: "hidden" or "output".
    task: what the network is for: "binary", "multiclass" or "regression". It decides about an output
        layer and is always given for one. For a hidden layer it makes no difference.
    dying: True where ReLU units have been seen to die. It decides about a hidden layer. For an output
        layer it makes no difference.
    Returns: a string. For a hidden layer "relu", or "leaky_relu" where units die; for an output layer
        "sigmoid" (binary), "softmax" (multiclass) or "linear" (regression).
    """
    ### BEGIN SOLUTION
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    ### END SOLUTION

# %% [markdown]
# **Live: let Keras build what you chose.** Three small networks, untrained, whose activations come from your
# function. Each gets the same five random samples. Look at the outputs: only one kind of them could be
# prices, and only one kind has rows that add up to 1.

# %% tags=["skip-execution"]
with demo("choose_activation"):
    choices = {
        "binary": (choose_activation("output", "binary"), 1),
        "multiclass": (choose_activation("output", "multiclass"), 3),
        "regression": (choose_activation("output", "regression"), 1),
    }
    between = choose_activation("hidden")

    import tensorflow as tf

    tf.keras.utils.set_random_seed(2)
    samples = np.random.default_rng(2).normal(0, 3, (5, 4))
    for task, (at_the_end, units) in choices.items():
        model = tf.keras.Sequential([
            tf.keras.layers.Dense(16, activation=between),
            tf.keras.layers.Dense(16, activation=between),
            tf.keras.layers.Dense(units, activation=at_the_end),
        ])
        print(f"{task}: {between}, {between}, {at_the_end}")
        for row in np.asarray(model(samples)):
            print("  ", *[f"{value:7.3f}" for value in row])

# %% [markdown]
# ## What you know now
#
# Without a bend between them, layers collapse into one: that is why hidden layers have activations. Their slopes
# decide what training can reach: products of the sigmoid's slope vanish, ReLU's slope of 1 survives but can fall
# to 0 for good, and a leak keeps every unit within reach. At the output, the task chooses: sigmoid for yes or
# no, softmax for one of many, linear for numbers.
#
# You also met the trick of subtracting the largest logit. In the lesson *logits* it goes one step further, and
# the softmax disappears into the loss. In *network* you put layers, activations and their slopes together
# and train the whole by hand.
