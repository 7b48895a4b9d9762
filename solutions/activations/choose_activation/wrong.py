"""Wrong answers to choose_activation."""

from .checks import exercise


@exercise.wrong(fails="hidden_layers")
def ca_sigmoid_inside(layer, task=None, dying=False):
    """puts sigmoids into the hidden layers, where they make gradients vanish

    What is the steepest slope of a sigmoid? And the product of ten of them?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "sigmoid"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="hidden_layers")
def ca_linear_inside(layer, task=None, dying=False):
    """leaves the hidden layers linear, so that they collapse into one

    What does collapse_linear say about two layers without a bend between them?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "linear"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="hidden_layers")
def ca_tanh_inside(layer, task=None, dying=False):
    """puts the hyperbolic tangent into the hidden layers, which flattens on both sides too

    Which activation keeps a slope of 1 on its active side?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "tanh"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="hidden_layers")
def ca_task_first(layer, task=None, dying=False):
    """asks for the task first, so a hidden layer gets the activation of the output

    Does a hidden layer know what the network is for?
    """
    if task is not None:
        return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    return "leaky_relu" if dying else "relu"


@exercise.wrong(fails="hidden_layers")
def ca_always_leaky(layer, task=None, dying=False):
    """takes the leaky ReLU for every hidden layer, whether units die or not

    Which one is the first choice, and what has to happen before you change it?
    """
    if layer == "hidden":
        return "leaky_relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="dying_units")
def ca_ignores_dying(layer, task=None, dying=False):
    """takes ReLU even where its units die

    What is the gradient of a dead unit? Which activation keeps a slope on the negative side?
    """
    if layer == "hidden":
        return "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="dying_units")
def ca_leaky_spelling(layer, task=None, dying=False):
    """spells the leaky ReLU in a way that Keras does not know

    What is the function called in keras.activations, with its underscore?
    """
    if layer == "hidden":
        return "leakyrelu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="hidden_layers")
def ca_class_names(layer, task=None, dying=False):
    """gives names with capitals, as of Keras layers, not of the activation functions

    Does Dense(8, activation="ReLU") work? How are the names written in the docstring?
    """
    if layer == "hidden":
        return "LeakyReLU" if dying else "ReLU"
    return {"binary": "Sigmoid", "multiclass": "Softmax", "regression": "Linear"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def ca_swapped_classifiers(layer, task=None, dying=False):
    """swaps sigmoid and softmax

    One output unit for yes or no: what would a softmax over a single number give?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "softmax", "multiclass": "sigmoid", "regression": "linear"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def ca_softmax_for_all(layer, task=None, dying=False):
    """takes a softmax for yes or no as well

    One output unit for yes or no: what would a softmax over a single number give?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear" if task == "regression" else "softmax"


@exercise.wrong(fails="outputs_of_classifiers")
def ca_sigmoid_for_all(layer, task=None, dying=False):
    """takes sigmoids for several classes as well, so their probabilities do not add up to 1

    Exactly one of the classes is true. Which activation makes the row add up to 1?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear" if task == "regression" else "sigmoid"


@exercise.wrong(fails="outputs_of_regressions")
def ca_relu_for_regression(layer, task=None, dying=False):
    """takes ReLU for a regression, so that it can predict nothing below 0

    Could your network predict a temperature of -5 degrees?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "relu"}[task]


@exercise.wrong(fails="outputs_of_regressions")
def ca_sigmoid_for_regression(layer, task=None, dying=False):
    """takes a sigmoid for a regression, so that it can predict nothing above 1

    Could your network predict the price of a house?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "sigmoid"}[task]


@exercise.wrong(fails="outputs_of_regressions")
def ca_none_for_regression(layer, task=None, dying=False):
    """gives nothing for a regression; Keras takes that for linear, but a name is asked for

    What does the docstring promise to return? What is the activation called that changes nothing?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax"}.get(task)


@exercise.wrong(fails="outputs_of_classifiers")
def ca_parameters_exchanged(layer, dying=False, task=None):
    """has its parameters in another order than the stub, so that a task given by position lands elsewhere

    In choose_activation("output", "binary"), which of your parameters gets "binary"?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}.get(task, "linear")


@exercise.wrong(fails="outputs_do_not_die")
def ca_dying_first(layer, task=None, dying=False):
    """takes the leaky ReLU wherever units die, at the output too

    Units of a hidden layer die. Does that change what the output has to say?
    """
    if dying:
        return "leaky_relu"
    if layer == "hidden":
        return "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="outputs_do_not_die")
def ca_dying_regression(layer, task=None, dying=False):
    """takes the leaky ReLU for the output of a regression where units die

    What is linear at the output needs no leak. Which of the three arguments decides there?
    """
    if layer == "hidden" or (task == "regression" and dying):
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="dying_units")
def choose_swaps_hidden(layer, task=None, dying=False):
    """swaps ReLU and leaky ReLU in the hidden layers

    Which of the two helps units that have died?
    """
    if layer == "hidden":
        return "relu" if dying else "leaky_relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="dying_units")
def choose_elu(layer, task=None, dying=False):
    """takes the ELU where units die

    It would help, too. Which one does the docstring name?
    """
    if layer == "hidden":
        return "elu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="hidden_layers")
def choose_only_dying_hidden(layer, task=None, dying=False):
    """returns nothing for a hidden layer whose units do not die

    Walk through your code for layer="hidden": which return is reached?
    """
    if layer == "output":
        return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    return "leaky_relu" if dying else None


@exercise.wrong(fails="outputs_of_classifiers")
def choose_linear_outputs(layer, task=None, dying=False):
    """takes the linear activation for every output

    What is asked of the output of a classifier: any number, or probabilities?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear"


@exercise.wrong(fails="outputs_of_classifiers")
def choose_relu_output(layer, task=None, dying=False):
    """takes ReLU for a yes-or-no output

    Can a probability be 7?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "relu", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def choose_tanh_output(layer, task=None, dying=False):
    """takes the hyperbolic tangent for a yes-or-no output, though it runs from -1 to 1

    Can a probability be negative?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "tanh", "multiclass": "softmax", "regression": "linear"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def choose_argmax_output(layer, task=None, dying=False):
    """takes the position of the largest logit for an activation

    What is the slope of argmax? Could a network learn through it?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "argmax", "regression": "linear"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def choose_other_task_names(layer, task=None, dying=False):
    """compares the task with other words than those of the docstring

    Which three words may task be? Compare them letter by letter.
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"Binary": "sigmoid", "Multiclass": "softmax", "Regression": "linear"}[task]


@exercise.wrong(fails="outputs_of_regressions")
def choose_identity_output(layer, task=None, dying=False):
    """calls the activation of a regression by another name than Keras

    It is the identity. Under which name does Keras know it?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "identity"}[task]


@exercise.wrong(fails="outputs_of_classifiers")
def choose_always_true(layer, task=None, dying=False):
    """asks for one task or another with a bare string behind `or`, which is always true

    What is `task == "binary" or "multiclass"` for a regression? What stands on the right of `or`?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    if task == "binary" or "multiclass":
        return "sigmoid"
    return "linear"


@exercise.wrong(fails="hidden_layers")
def choose_needs_a_task(layer, task=None, dying=False):
    """looks the task up before it asks for the layer, so a hidden layer without a task fails

    What does your table say for the task None? Does a hidden layer have to ask it?
    """
    at_the_output = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return at_the_output


@exercise.wrong(fails="hidden_layers")
def choose_returns_functions(layer, task=None, dying=False):
    """returns the function itself, where its name is asked for, a string

    What is the type of "relu" with quotes, and what without?
    """
    def activation(x):
        return x

    return activation
