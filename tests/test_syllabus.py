"""Every heading of the syllabus is taught in a lesson and exercised where it can be."""

from __future__ import annotations

import pytest

from autograder.authoring.lesson_text import Lesson, read_lesson
from autograder.base.course import load_course
from tests.conftest import ROOT

COURSE = load_course(ROOT)

# Heading of the syllabus: the lesson, the heading it is taught under, words or code that must stand
# in the lesson, and the exercises that practise it.
TABLE: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "Understanding Loss Functions": (
        "losses", "# Losses: one number that says how wrong", ("one number",), ()),
    "Binary Crossentropy": (
        "losses", "## 2. Binary crossentropy",
        ("tf.keras.losses.BinaryCrossentropy()", "0.2362", "clipped"), ("binary_crossentropy",)),
    "Mean Squared Error": (
        "losses", "## 1. Mean squared error",
        ("tf.keras.losses.MeanSquaredError()", "0.2875"), ("mean_squared_error",)),
    "Categorical Crossentropy": (
        "losses", "## 3. Categorical crossentropy",
        ("tf.keras.losses.CategoricalCrossentropy()", "0.4338", "one-hot"), ("categorical_crossentropy",)),
    "Sparse Categorical Crossentropy": (
        "losses", "## 4. Sparse categorical crossentropy",
        ("tf.keras.losses.SparseCategoricalCrossentropy()",), ("sparse_categorical_crossentropy",)),
    "Choosing the Right Loss Function": (
        "losses", "## 5. Choosing a loss",
        ("spam detection", "image classification", "sentiment", "house prices"), ("choose_loss",)),
    "Training Details Main Concepts": (
        "training", "# Training: around and around the data, and when to stop",
        ("**batch size**", "**iteration**", "**epoch**", "**steps per epoch**"), ()),
    "Epochs": (
        "training", "## 1. Epoch, batch, iteration", ("epochs=50",), ("steps_per_epoch",)),
    "Choosing the Number of Epochs": (
        "training", "## 4. How many epochs?", ("underfit", "overfit"), ("best_epoch_count",)),
    "Early stopping": (
        "training", "## 5. Early stopping", ("patience", "validation loss"), ("EarlyStopping",)),
    "Batch Size": (
        "training", "## 2. Batches, small and large", ("batch_size=64",), ("batches",)),
    "Iteration, Steps Per Epoch": (
        "training", "## 1. Epoch, batch, iteration", ("iteration", r"\lceil N/B \rceil"), ("steps_per_epoch",)),
    "Choosing Batch Size": (
        "training", "## 2. Batches, small and large",
        ("small (16, 32)", "large (256, 512, 1024)", "memory", "nois"), ("batches",)),
    "Validation Data": (
        "training", "## 3. Training, validation and test data",
        ("validation_data=(X_val, y_val)", "epochs=30"), ("train_val_test_split",)),
    "Differences Between Training, Validation, and Test Data": (
        "training", "## 3. Training, validation and test data", ("| training", "| validation", "| test"),
        ("train_val_test_split",)),
    "How to Split Data": (
        "training", "## 3. Training, validation and test data",
        ("from sklearn.model_selection import train_test_split", "80", "random_state=42"),
        ("train_val_test_split",)),
    "The update loop behind fit": (
        "training", "## 6. The whole loop", ("model.fit(X, y",), ("fit_linear_regression",)),
    "Activation Functions": (
        "activations", "# Activations: the bend between the layers", ("**activation function**",), ()),
    "Common Activation Functions": (
        "activations", "## 11. Choosing an activation",
        ("| sigmoid | $(0, 1)$ |", "reads as a probability", "gradients vanish, training is slow",
         r"| ReLU | $[0, \infty)$ |", "gradients survive depth", "negative for every sample is dead",
         r"| leaky ReLU | $(-\infty, \infty)$ |", "no unit is ever cut off", "a small slope still learns slowly",
         "a whole distribution", "overflows for large logits", "free to say any number",
         "says nothing about classes"),
        ("sigmoid", "relu", "leaky_relu", "softmax", "linear")),
    "Why Do We Need Activation Functions?": (
        "activations", "## 2. Two linear layers are one", ("W_1 W_2", "two moons"), ("collapse_linear",)),
    "Sigmoid": (
        "activations", "## 3. Sigmoid", ("(0, 1)",), ("sigmoid",)),
    "Vanishing gradients": (
        "activations", "## 4. The slope of the sigmoid, and how gradients vanish", ("vanish",),
        ("sigmoid_derivative",)),
    "ReLU": (
        "activations", "## 5. ReLU", ("ReLU",), ("relu",)),
    "Dying ReLU": (
        "activations", "## 6. The slope of ReLU, and how a unit dies", ("dead",), ("relu_derivative",)),
    "Leaky ReLU": (
        "activations", "## 7. Leaky ReLU", ("negative_slope",), ("leaky_relu", "leaky_relu_derivative")),
    "Softmax": (
        "activations", "## 9. Softmax", ("overflow",), ("softmax",)),
    "Linear Activation": (
        "activations", "## 1. Linear: no activation at all", ("regression",), ("linear",)),
    "Choosing the Right Activation Function": (
        "activations", "## 11. Choosing an activation", ("hidden", "binary", "regression"),
        ("choose_activation",)),
    "Softmax vs. Sigmoid": (
        "activations", "## 10. Softmax or sigmoid? One of them, or any number of them", ("sigmoid",),
        ("class_probabilities",)),
    "Improved Implementation of Softmax": (
        "logits", "## 2. Log-softmax", ("log-softmax",), ("log_sum_exp", "log_softmax")),
    "Why Use Linear Instead of Softmax in the Output Layer?": (
        "logits", "## 5. Sparse categorical crossentropy from logits",
        ("from_logits=True", "Dense(10", "SparseCategoricalCrossentropy(from_logits=True)",
         'network("softmax")', "work per sample"),
        ("binary_crossentropy_from_logits", "categorical_crossentropy_from_logits",
         "sparse_categorical_crossentropy_from_logits", "sparse_categorical_crossentropy_gradient")),
    "The network of the syllabus": (
        "network", "## 1. Forward: what the network says",
        ('Dense(128, activation="relu")', 'Dense(64, activation="relu")', "Dense(10)"),
        ("forward", "gradients", "Adam", "fit")),
}  # fmt: skip


def lesson(name: str) -> Lesson:
    return read_lesson(COURSE.lesson_file(name))


@pytest.mark.parametrize("heading", TABLE)
def test_a_heading_is_taught_and_exercised(heading: str) -> None:
    name, taught, words, exercises = TABLE[heading]
    assert name in COURSE.names
    text = "\n".join(cell.source for cell in lesson(name).cells)
    assert taught in [line.rstrip() for line in text.splitlines()]
    for word in words:
        assert word in text, word
    for exercise in exercises:
        assert exercise in lesson(name).answers


@pytest.mark.parametrize("name", COURSE.names)
def test_a_lesson_has_pictures_that_move_when_a_number_is_changed(name: str) -> None:
    demos = [cell.source for cell in lesson(name).cells if "plt.show()" in cell.source]
    assert sum("# change th" in source for source in demos) >= 3


@pytest.mark.parametrize("name", COURSE.names)
def test_every_exercise_has_folded_hints(name: str) -> None:
    for exercise in lesson(name).answers:
        assert len(lesson(name).hints(exercise)) >= 2, exercise
