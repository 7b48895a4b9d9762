"""Wrong answers to choose_loss."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="continuous_targets")
def choose_first_value_only(y):
    """looks at the first value only to see whether the targets are continuous

    The targets [4.0, 0.25, 1.0]: what does the first one tell you about the others?
    """
    y = np.asarray(y, float)
    if y.ravel()[0] != np.round(y.ravel()[0]):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_all_fractions(y):
    """asks whether all values are fractions, where one is enough

    Prices of 4.0, 0.25 and 1.0: are they class numbers because two of them are whole?
    """
    y = np.asarray(y, float)
    if np.all(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_columns_first(y):
    """takes every table with several columns for one-hot rows, also one of continuous values

    The row [0.3, -1.7, 2.2]: which class does it stand for? Which question must come first?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_nearly_whole(y):
    """takes values that are nearly whole for whole ones

    Is 2.96 a class number? How near to a whole number may a measured value lie?
    """
    y = np.asarray(y, float)
    if np.any(np.abs(y - np.round(y)) > 0.1):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_function_names(y):
    """gives the names of Keras' functions, not of its classes

    Keras has both: keras.losses.mean_squared_error is a function. What is its class called?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "mean_squared_error"
    if y.ndim == 2 and y.shape[1] > 1:
        return "categorical_crossentropy"
    return "sparse_categorical_crossentropy" if y.max() > 1 else "binary_crossentropy"


@exercise.wrong(fails="one_hot_targets")
def choose_three_columns(y):
    """asks for three columns before it takes rows for one-hot ones

    Two classes, cat and dog: how many columns does a one-hot table have?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="one_hot_targets")
def choose_squeezes(y):
    """drops the axes of size 1, so that a single one-hot row looks like a vector of yes and no

    What is the shape of [[0, 0, 1]]? And after np.squeeze?
    """
    y = np.squeeze(np.asarray(y, float))
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="class_numbers")
def choose_many_classes(y):
    """takes many different whole numbers for a regression

    A language model chooses among fifty thousand words. Are its targets continuous for that?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)) or len(np.unique(y)) > 20:
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="class_numbers")
def choose_by_dtype(y):
    """takes every array of floats for a regression

    Class numbers read from a file are often 2.0 instead of 2. What else tells them apart?
    """
    y = np.asarray(y)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "MeanSquaredError" if y.dtype.kind == "f" else "SparseCategoricalCrossentropy"


@exercise.wrong(fails="one_hot_targets")
def choose_binary_first(y):
    """takes one-hot rows for yes-or-no targets, since they hold only 0 and 1

    Both hold nothing but 0 and 1. What do the shapes tell you?
    """
    y = np.asarray(y, float)
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="class_numbers")
def choose_categorical_for_labels(y):
    """gives CategoricalCrossentropy for class numbers, which it cannot take

    What do the rows of a target look like for CategoricalCrossentropy?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "CategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="one_hot_targets")
def choose_swaps_categorical(y):
    """swaps the categorical loss and the sparse one

    Which of the two is sparse: a row with one 1 in it, or a single number?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "SparseCategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "CategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="continuous_targets")
def choose_unit_interval(y):
    """takes all numbers between 0 and 1 for yes-or-no targets

    Is 0.37 a yes or a no?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if y.min() >= 0 and y.max() <= 1:
        return "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="yes_or_no_targets")
def choose_columns_are_one_hot(y):
    """takes every two-dimensional array of 0 and 1 for one-hot rows, a single column too

    How many classes could a row with one entry speak of?
    """
    y = np.asarray(y, float)
    if np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy" if y.ndim == 2 else "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="class_numbers")
def choose_counts_columns(y):
    """decides by the number of columns alone, so class numbers pass for a regression

    House prices and class numbers may have the same shape. How do their values differ?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all(y.sum(axis=1) == 1):
        return "CategoricalCrossentropy"
    return "BinaryCrossentropy" if np.all((y == 0) | (y == 1)) else "MeanSquaredError"


@exercise.wrong(fails="yes_or_no_targets")
def choose_sparse_for_binary(y):
    """takes 0 and 1 for class numbers like any others

    Two classes need one output. Which loss looks at a single probability?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@exercise.wrong(fails="class_numbers")
def choose_any_table(y):
    """takes every two-dimensional array of whole numbers for one-hot rows, a single column too

    What is the shape of a column? How many classes could a row with one entry speak of?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="class_numbers")
def choose_floats_first(y):
    """takes every array of floats for a regression, before it looks at the values

    Targets of 0.0 and 1.0 from a file: are they measurements? What tells them apart?
    """
    y = np.asarray(y)
    if y.dtype.kind == "f":
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="yes_or_no_targets")
def choose_swaps_binary_and_sparse(y):
    """swaps the binary loss and the sparse one

    Which of the two losses looks at a single probability, and which at a row of them?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "BinaryCrossentropy" if y.max() > 1 else "SparseCategoricalCrossentropy"


@exercise.wrong(fails="class_numbers")
def choose_spells_entropy(y):
    """spells the names in a way that Keras does not know: it writes Crossentropy, with one capital

    Compare your strings with the docstring, letter by letter.
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossEntropy"
    return "SparseCategoricalCrossEntropy" if y.max() > 1 else "BinaryCrossEntropy"


@exercise.wrong(fails="continuous_targets")
def choose_abbreviates(y):
    """gives an abbreviation for the regression, where the name of the class is asked for

    What is the class called whose abbreviation is MSE?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MSE"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_absolute_error(y):
    """takes the mean absolute error for a regression

    Which loss for continuous targets did this lesson begin with?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanAbsoluteError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="continuous_targets")
def choose_returns_objects(y):
    """returns the class itself, where its name is asked for, a string

    What is the type of "MeanSquaredError" with quotes, and what without?
    """
    return type("MeanSquaredError", (), {})


@exercise.wrong(fails="class_numbers")
def choose_arrays_only(y):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.wrong(fails="class_numbers")
def choose_up_to_two(y):
    """takes the class numbers 0, 1 and 2 for yes-or-no targets

    Which values can a yes-or-no target have? What is the smallest number that is none of them?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 2 else "BinaryCrossentropy"
