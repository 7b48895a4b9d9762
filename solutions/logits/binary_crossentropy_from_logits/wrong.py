"""Wrong answers to binary_crossentropy_from_logits."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="logits_of_any_size")
def bce_clipped(y_true, z):
    """takes the sigmoid and clips it, so the loss goes flat at 16.1

    What does a logit of -1000 cost when the answer was yes? What is the largest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    p = np.clip(0.5 * (1 + np.tanh(z / 2)), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="logits_of_any_size")
def bce_fine_clip(y_true, z):
    """takes the sigmoid and clips it very near 0 and 1, which only moves the flat part

    What is -log of your smallest probability? Can a logit not be larger than that?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    p = np.clip(0.5 * (1 + np.tanh(z / 2)), 1e-15, 1 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="logits_of_any_size")
def bce_sigmoid(y_true, z):
    """takes the logarithm of the sigmoid, which is exactly 0 or 1 for large logits

    What is sigmoid(1000) as a float? And the logarithm of 1 minus that?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="logits_of_any_size")
def bce_overflows(y_true, z):
    """computes log(1 + exp(z)) as it stands, which overflows

    What is np.exp(1000)? Which part of log(1 + exp(z)) could you pull out when z is large?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(1 + np.exp(z)) - y * z))


@exercise.wrong(fails="logits_of_any_size")
def bce_cuts_logits(y_true, z):
    """cuts the logits off at 30, so the loss cannot grow beyond that

    Should a logit of -1000 cost more than one of -30?
    """
    y, z = np.asarray(y_true, float), np.clip(np.asarray(z, float), -30, 30)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_negative(y_true, z):
    """has the opposite sign, so the loss is negative

    Surprise is minus a logarithm. Is the loss of a coin toss 0.693 or -0.693?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(-np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_no_sigmoid(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1? Which function turns a logit into one?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(z, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_sigmoid_twice(y_true, z):
    """puts the logits through a sigmoid before a formula that expects logits

    Which of your two steps already contains the sigmoid?
    """
    y, z = np.asarray(y_true, float), 0.5 * (1 + np.tanh(np.asarray(z, float) / 2))
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_one_term(y_true, z):
    """counts only the samples whose target is 1

    What does your loss say about a sample with target 0 and logit 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(y * np.logaddexp(0, -z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_swaps_targets(y_true, z):
    """charges a yes where it was a no, and the other way round

    A logit of 5 means "almost certainly yes". With target 1, is the loss near 0 or near 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * (1 - y) + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_swaps_arguments(y_true, z):
    """swaps the roles of target and logit

    Which of the two goes through the exponential? Which one is a guess, and which one happened?
    """
    z, y = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_without_the_maximum(y_true, z):
    """leaves out the term max(z, 0)

    With target 0 and logit 5, what should the loss be, roughly? What do your terms give?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(-z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_without_the_target(y_true, z):
    """leaves out the term - z * y, so the targets make no difference

    Where does your formula use y_true? Should a yes and a no cost the same?
    """
    return float(np.mean(np.logaddexp(0, np.asarray(z, float))))


@exercise.wrong(fails="averages_the_surprise")
def bce_adds_the_target(y_true, z):
    """adds z * y where it should be subtracted

    The target is 1 and the logit is 10, sure and right. What does your formula charge?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) + z * y))


@exercise.wrong(fails="averages_the_surprise")
def bce_without_the_corner(y_true, z):
    """leaves out the term log(1 + exp(-|z|))

    At a logit of 0 the model has no idea. Should that cost nothing?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y))


@exercise.wrong(fails="averages_the_surprise")
def bce_without_log1p(y_true, z):
    """takes log of exp(-|z|) without the 1 that belongs to it

    What is the logarithm of an exponential? Where did the 1 of log(1 + ...) go?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y - np.abs(z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_forgets_the_sign(y_true, z):
    """has exp(|z|) where exp(-|z|) belongs

    Which of the two lies between 0 and 1 for every z?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.logaddexp(0, np.abs(z))))


@exercise.wrong(fails="averages_the_surprise")
def bce_forgets_the_absolute_value(y_true, z):
    """has exp(-z) where exp(-|z|) belongs, or |z| where max(z, 0) does, so negative logits are charged twice

    For z = -5: what is max(z, 0), and what is log(1 + exp(5))? Which of them should carry the 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.logaddexp(0, -z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_plus_minus_one(y_true, z):
    """uses the formula for targets of -1 and 1

    With a target of 0, what is z * y? Does the logit then count at all?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, -y * z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    What does a coin toss cost in your unit: 1 or 0.693?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / np.log(2))


@exercise.wrong(fails="averages_the_surprise")
def bce_largest_logit(y_true, z):
    """takes one maximum of all logits where each logit should be compared with 0

    What do np.max and np.maximum give for [2, -1]? Which one works element by element?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(max(np.max(z), 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_softmax(y_true, z):
    """lets the samples compete in a softmax instead of giving each its own sigmoid

    Is it less likely that one message is spam because another one is?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max())
    p = np.clip(e / e.sum(), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="takes_soft_targets")
def bce_hard_targets(y_true, z):
    """rounds the targets to 0 or 1, so soft targets are lost

    A target of 0.7 says "in seven cases of ten". What does your code make of it?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.where(y > 0.5, np.logaddexp(0, -z), np.logaddexp(0, z))))


@exercise.wrong(fails="takes_soft_targets")
def bce_integer_targets(y_true, z):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, z = np.asarray(y_true).astype(int), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) - z * y))


@exercise.wrong(fails="averages_every_element")
def bce_last_axis(y_true, z):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))), axis=-1)


@exercise.wrong(fails="averages_every_element")
def bce_divides_by_rows(y_true, z):
    """divides by the number of rows, not by the number of elements

    A (4, 2) array has four rows. How many losses are added up?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / len(y))


@exercise.wrong(fails="lists_and_integers")
def bce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    What is -z when z is a list? What makes an array of anything?
    """
    return float(np.mean(np.maximum(z, 0) - z * y_true + np.log1p(np.exp(-abs(z)))))


@exercise.wrong(fails="leaves_inputs_alone")
def bce_in_place(y_true, z):
    """computes inside the array that was passed in, so the caller's logits are changed

    Does np.abs(z, out=z) make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true, float), np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    straight = np.maximum(z, 0) - z * y
    np.abs(z, out=z)
    return float(np.mean(straight + np.log1p(np.exp(-z))))


@exercise.wrong(fails="leaves_inputs_alone")
def bce_targets_in_place(y_true, z):
    """multiplies inside the targets that were passed in, so the caller's targets are changed

    Does y *= z make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true), np.asarray(z, float)
    if y.dtype.kind != "f":
        y = y.astype(float)
    y *= z
    return float(np.mean(np.logaddexp(0, z) - y))


@exercise.wrong(fails="averages_the_surprise")
def bce_smaller_of_zero(y_true, z):
    """takes min(z, 0) where max(z, 0) belongs

    A logit of 100 and a target of 0: what is max(z, 0) - z * y? And with the minimum?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.minimum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_subtracts_the_logarithm(y_true, z):
    """subtracts log(1 + exp(-|z|)) where it should be added

    At z = 0 every answer costs log 2. What is your loss there?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y - np.log1p(np.exp(-np.abs(z)))))


@exercise.wrong(fails="averages_the_surprise")
def bce_only_no(y_true, z):
    """counts only the samples whose target is 0

    Which part of the loss speaks of the samples whose target is 1?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean((1 - y) * np.logaddexp(0, z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_other_side_and_target(y_true, z):
    """takes log(1 + exp(-z)), the cost of a yes, and subtracts z * y from it as well

    log(1 + exp(-z)) is what a yes costs. What does your loss charge for a yes?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, -z) - y * z))


@exercise.wrong(fails="averages_the_surprise")
def bce_squared_error(y_true, z):
    """averages squared errors of the sigmoid, which is another loss

    Where is the logarithm?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        return float(np.mean((y - 1 / (1 + np.exp(-z))) ** 2))


@exercise.wrong(fails="averages_the_surprise")
def bce_hinge(y_true, z):
    """gives the hinge loss, which is 0 as soon as the logit is above 1 on the right side

    Does a sample that is right cost nothing at all here?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(0, 1 - (2 * y - 1) * z)))


@exercise.wrong(fails="averages_the_surprise")
def bce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) - y * z) / np.log(10))


@exercise.wrong(fails="averages_the_surprise")
def bce_no_mean(y_true, z):
    """gives one loss for each element, without the mean

    How many numbers does a training step need to go downhill?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.logaddexp(0, z) - y * z


@exercise.wrong(fails="averages_the_surprise")
def bce_closes_too_early(y_true, z):
    """closes the bracket of the mean too early, so the last term is not averaged

    Count the brackets: what exactly does np.mean get?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.mean(np.maximum(z, 0) - z * y) + np.log1p(np.exp(-np.abs(z)))


@exercise.wrong(fails="logits_of_any_size")
def bce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithms of the sigmoid

    A logit of -1000 and a target of 1: what does it cost, and what do you charge?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
    return float(-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)))


@exercise.wrong(fails="averages_every_element")
def bce_rows_as_numbers(y_true, z):
    """loops over the rows as if each were a single number

    What does `for y, v in zip(y_true, z)` give you of a (4, 3) array?
    """
    total = 0.0
    for y, v in zip(y_true, z):
        total += max(v, 0) - v * y + np.log1p(np.exp(-abs(v)))
    return total / len(y_true)


@exercise.wrong(fails="logits_of_any_size")
def bce_overflows_below(y_true, z):
    """computes log(1 + exp(-z)) as it stands, which overflows far below 0

    What is np.exp(1000)? For which sign of z is exp(-z) safe, and what has the same value for the other?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        log_p = -np.log(1 + np.exp(-z))
        return float(-np.mean(y * log_p + (1 - y) * (log_p - z)))
