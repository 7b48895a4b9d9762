"""Wrong answers to EarlyStopping."""

import numpy as np

from .checks import exercise


# A right answer: many of the wrong ones are this one with one slip in it.
class Stopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


# The same: it counts up only where a loss is no better.
class StoppingThatCounts:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="if self.wait >= self.patience:",
    new="if self.wait > self.patience:",
    fails="stops_when_patience_is_over",
)
def stop_one_later():
    """waits one epoch longer than patience says

    With patience 2, how many bad epochs in a row may there be: two or three?
    """


@exercise.wrong(fails="stops_when_patience_is_over")
class stop_previous:
    """compares each loss with the one before it, not with the best so far

    Losses 1, 0.9, 0.95, 0.94: is the last of them a new low?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.last = None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        previous, self.last = self.last, val_loss
        if previous is None or val_loss + self.min_delta < previous:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or val_loss + self.min_delta <= self.best:",
    fails="stops_when_patience_is_over",
)
def stop_equal_is_better():
    """counts an equal loss as an improvement

    On a plateau, where every loss is the same, should training go on for ever?
    """


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or val_loss < self.best:",
    fails="improves_by_more_than_min_delta",
)
def stop_no_min_delta():
    """pays no attention to min_delta

    With min_delta 0.25, is 0.9 after 1.0 an improvement?
    """


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or val_loss - self.min_delta < self.best:",
    fails="improves_by_more_than_min_delta",
)
def stop_min_delta_sign():
    """has min_delta on the wrong side, so that even a slightly worse loss counts as an improvement

    With best 1.0 and min_delta 0.25: below which number must the next loss be?
    """


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or val_loss < self.best * (1 - self.min_delta):",
    fails="improves_by_more_than_min_delta",
)
def stop_min_delta_share():
    """takes min_delta as a share of the best loss instead of a difference

    With best 4.0 and min_delta 0.25: which loss is just not low enough, 3.75 or 3.0?
    """


@exercise.wrong(fails="improves_by_more_than_min_delta")
class stop_best_creeps:
    """lets best follow every small improvement, even one that does not count

    If best moves down a little in each epoch, can many small steps ever add up to more than min_delta?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if val_loss < self.best:
            self.best, self.best_epoch = val_loss, self.epoch
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0",
    new="""
        self.best, self.best_epoch = val_loss, self.epoch
        self.wait -= 1
    """,
    fails="stops_when_patience_is_over",
)
def stop_never_reset():
    """never starts the count of bad epochs again after an improvement

    What should an improvement do to the counter?
    """


@exercise.slip(
    base=Stopping,
    old="if self.wait >= self.patience:",
    new="if self.epoch >= self.patience:",
    fails="stops_when_patience_is_over",
)
def stop_counts_epochs():
    """counts all epochs from the start instead of those since the best

    With patience 3 and a loss that falls for ten epochs and then rises: when should it stop?
    """


@exercise.wrong(fails="stops_when_patience_is_over")
class stop_increases:
    """counts the epochs in which the loss rose, instead of those without a new best

    After a bump the loss falls a little each epoch but never below the best. Is that worth waiting for?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.last = None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            self.last = val_loss
            return False
        self.wait = self.wait + 1 if val_loss >= self.last else 0
        self.last = val_loss
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.wrong(fails="improves_by_more_than_min_delta")
class stop_restarts_on_any_fall:
    """starts the count again at any new low, even one that is too little for min_delta

    What does min_delta say about a new low that is only a hair lower?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.seen = []

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            self.seen.append(val_loss)
            return False
        if val_loss < min(self.seen):
            self.wait = 0
        self.seen.append(val_loss)
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="""
        if self.restore:
            self.best_weights = [np.array(w) for w in weights]
        return False
    """,
    new="""
        if self.restore:
            self.best_weights = [np.array(w) for w in weights]
        return self.wait >= self.patience
    """,
    fails="no_patience",
)
def stop_first_epoch():
    """stops in the very first epoch when patience is 0

    Is the first loss an improvement? Can training stop after an improvement?
    """


@exercise.slip(
    base=Stopping,
    old="if self.wait >= self.patience:",
    new="if self.patience and self.wait >= self.patience:",
    fails="no_patience",
)
def stop_zero_never():
    """takes patience 0 to mean that it should never stop

    Who is more patient: someone with patience 0, or with patience 1?
    """


@exercise.slip(
    base=Stopping,
    old="if self.wait >= self.patience:",
    new="if self.wait >= self.patience or np.isnan(val_loss):",
    fails="not_a_number",
)
def stop_nan_stops():
    """stops at once when the loss is nan

    Does the rule have a line about nan? What does an ordinary bad epoch do?
    """


@exercise.wrong(fails="not_a_number")
class stop_from_infinity:
    """starts with best at infinity, so a nan in the first epoch is forgotten

    Is nan smaller than infinity? What must best be after a first epoch with nan?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = np.inf, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="self.epoch += 1",
    new="""
        self.epoch += 1
        if np.isnan(val_loss) and self.best is not None:
            return False
    """,
    fails="not_a_number",
)
def stop_nan_is_skipped():
    """does not count an epoch whose loss is nan

    A nan is no improvement. What happens to the counter in an epoch without improvement?
    """


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or not (val_loss + self.min_delta >= self.best):",
    fails="not_a_number",
)
def stop_nan_is_better():
    """asks whether the loss is not worse, and to that nan answers yes

    Which of nan < 1 and not (nan >= 1) is true?
    """


@exercise.slip(
    base=Stopping,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or np.isnan(self.best) or val_loss + self.min_delta < self.best:",
    fails="not_a_number",
)
def stop_nan_is_beaten():
    """lets a later loss beat a nan that came first

    What is 0.5 < nan? What does Keras do then?
    """


@exercise.slip(
    base=Stopping,
    old="self.epoch, self.wait = -1, 0",
    new="self.epoch, self.wait = 0, 0",
    fails="knows_best_and_last",
)
def stop_epochs_from_one():
    """counts the epochs from 1

    Which number do best_epoch and stopped_epoch give to the first epoch?
    """


@exercise.slip(
    base=Stopping,
    old="self.stopped_epoch = self.epoch",
    new="self.stopped_epoch = self.epoch + 1",
    fails="knows_best_and_last",
)
def stop_stopped_from_one():
    """says in stopped_epoch how many epochs were run, which is one more than the number of the last

    When the epochs are numbered from 0, which number has the third?
    """


@exercise.slip(
    base=Stopping,
    old="self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0",
    new="self.best, self.best_epoch, self.wait = val_loss, self.epoch + 1, 0",
    fails="knows_best_and_last",
)
def stop_best_from_one():
    """counts best_epoch from 1

    Which number does the first epoch have here?
    """


@exercise.slip(
    base=Stopping,
    old="self.stopped_epoch = self.epoch",
    new="self.stopped_epoch = self.best_epoch",
    fails="knows_best_and_last",
)
def stop_stopped_at_best():
    """puts the best epoch into stopped_epoch

    In which epoch did should_stop say True: in the best one?
    """


@exercise.slip(
    base=Stopping,
    old="self.wait += 1",
    new="""
        self.wait += 1
        self.stopped_epoch = self.epoch
    """,
    fails="knows_best_and_last",
)
def stop_stopped_always():
    """writes every epoch into stopped_epoch, not only the one in which it stops

    What should stopped_epoch be as long as should_stop has said False?
    """


@exercise.wrong(fails="knows_best_and_last")
class stop_last_of_equals:
    """takes the last of several equal lows for the best epoch

    Is an equal loss an improvement? Which epoch had that loss first?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if val_loss == self.best:
            self.best_epoch = self.epoch
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="self.best_weights = [np.array(w) for w in weights]",
    new="self.best_weights = weights",
    fails="keeps_the_best_weights",
)
def stop_by_reference():
    """keeps the caller's own list of weights, which goes on changing

    After kept = weights, how many lists are there?
    """


@exercise.slip(
    base=Stopping,
    old="self.best_weights = [np.array(w) for w in weights]",
    new="self.best_weights = list(weights)",
    fails="keeps_the_best_weights",
)
def stop_shallow_copy():
    """copies the list, but keeps the caller's own arrays in it

    list(weights) is a new list. Are the arrays in it new, too?
    """


@exercise.slip(
    base=Stopping,
    old="if self.restore:",
    new="if weights is not None:",
    fails="keeps_the_best_weights",
)
def stop_always_keeps():
    """keeps the weights even when restore_best_weights is False

    When is best_weights to stay None?
    """


@exercise.slip(
    base=Stopping,
    old="""
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
    """,
    new="""
        if self.restore:
            self.best_weights = [np.array(w) for w in weights]
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
    """,
    fails="keeps_the_best_weights",
)
def stop_last_weights():
    """keeps the weights of the last epoch instead of the best

    In which epochs should best_weights change: in all, or in those with an improvement?
    """


@exercise.slip(
    base=Stopping,
    old="if self.restore:",
    new="if self.restore and self.best_weights is None:",
    fails="keeps_the_best_weights",
)
def stop_first_weights():
    """keeps the weights of the first epoch for ever

    What should happen to best_weights at the next improvement?
    """


@exercise.wrong(fails="keeps_the_best_weights")
class stop_keeps_at_the_end:
    """takes its copy only when it stops, and the best weights are gone by then

    When training stops, patience epochs after the best, whose weights are in the arrays?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return True
        return False


@exercise.slip(
    base=Stopping,
    old="""
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False
    """,
    new="""
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
    """,
    fails="stops_when_patience_is_over",
)
def stop_none_for_false():
    """returns nothing at all where False is meant

    What does a method return when it ends without a return?
    """


@exercise.wrong(fails="each_for_itself")
class stop_shared:
    """keeps the losses in a list that all objects share

    A list that is made in the class, outside of self: how many of them are there for two objects?
    """

    history = []

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.history.clear()
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None

    def should_stop(self, val_loss, weights=None):
        self.history.append(val_loss)
        epoch = len(self.history) - 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch = val_loss, epoch
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if epoch - self.best_epoch >= self.patience:
            self.stopped_epoch = epoch
            return True
        return False


@exercise.wrong(fails="each_for_itself")
class stop_class_state:
    """writes its state to the class, so a second object overwrites the first one's

    What is the difference between self.best = ... and EarlyStopping.best = ...?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        kind = type(self)
        kind.patience, kind.min_delta, kind.restore = patience, min_delta, restore_best_weights
        kind.best, kind.best_epoch, kind.stopped_epoch, kind.best_weights = None, 0, 0, None
        kind.epoch, kind.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        kind = type(self)
        kind.epoch += 1
        kind.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            kind.best, kind.best_epoch, kind.wait = val_loss, self.epoch, 0
            if self.restore:
                kind.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            kind.stopped_epoch = self.epoch
            return True
        return False


@exercise.slip(
    base=StoppingThatCounts,
    old="if self.wait >= self.patience:",
    new="if self.wait >= self.patience - 1:",
    fails="stops_when_patience_is_over",
)
def stop_one_earlier():
    """stops one epoch before patience is over

    Patience 2: how many epochs in a row without improvement are allowed to pass?
    """


@exercise.wrong(fails="stops_when_patience_is_over")
class stop_numbers:
    """returns 1 and 0 where True and False are meant

    What is type(1)? What does a comparison such as 2 >= 1 return by itself?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return 0
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return 1
        return 0


@exercise.slip(
    base=StoppingThatCounts,
    old="self.stopped_epoch = self.epoch",
    new="",
    fails="knows_best_and_last",
)
def stop_never_noted():
    """never says in stopped_epoch when it stopped

    Who sets stopped_epoch, and when?
    """


@exercise.slip(
    base=StoppingThatCounts,
    old="self.epoch += 1",
    new="""
        self.epoch += 1
        self.best_epoch = self.epoch
    """,
    fails="knows_best_and_last",
)
def stop_best_epoch_moves():
    """lets best_epoch follow every epoch

    Losses 1, 0.5, 0.75: which epoch is the best after the third?
    """


@exercise.slip(
    base=StoppingThatCounts,
    old="if self.restore:",
    new="if False:",
    fails="keeps_the_best_weights",
)
def stop_keeps_nothing():
    """never keeps any weights

    When restore_best_weights is True: at which moment do you need a copy, and of what?
    """


@exercise.slip(
    base=StoppingThatCounts,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or abs(val_loss - self.best) > self.min_delta:",
    fails="improves_by_more_than_min_delta",
)
def stop_any_change():
    """counts any change of more than min_delta as an improvement, upwards too

    Best is 0.5 and min_delta 0.1. Is a loss of 0.7 an improvement?
    """


@exercise.slip(
    base=StoppingThatCounts,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if self.best is None or val_loss > self.best + self.min_delta:",
    fails="stops_when_patience_is_over",
)
def stop_highest():
    """waits for higher losses, as if they were accuracies

    Is a loss of 0.4 better than one of 0.5, or worse?
    """


@exercise.slip(
    base=StoppingThatCounts,
    old="if self.best is None or val_loss + self.min_delta < self.best:",
    new="if (100.0 if self.best is None else self.best) > val_loss + self.min_delta or (self.epoch == 0 and val_loss != val_loss):",
    fails="stops_when_patience_is_over",
)
def stop_best_from_a_constant():
    """begins with a fixed number as best, which the first loss may not beat

    What if the first loss is 250? The docstring says what the first loss always is.
    """


@exercise.wrong(fails="stops_when_patience_is_over")
class stop_returns_nothing:
    """notes that it is time to stop, but returns nothing

    The loop asks `if stopper.should_stop(...)`. What does a function without a return give back?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = 0, None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
        elif self.wait >= self.patience:
            self.stopped_epoch = self.epoch


@exercise.wrong(fails="knows_best_and_last")
class stop_forgets_to_count:
    """does not count the epochs with an improvement

    Your function has several ways out. Is the epoch counted on each of them?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights, self.epoch = 0, None, 0

    def should_stop(self, val_loss, weights=None):
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait < self.patience:
            self.epoch += 1
            return False
        self.stopped_epoch = self.epoch
        return True


@exercise.wrong(fails="knows_best_and_last")
class stop_none_until_then:
    """leaves stopped_epoch at None until it stops, where 0 is asked for

    What does the docstring say of stopped_epoch before training has stopped?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = None, None

    def should_stop(self, val_loss, weights=None):
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


@exercise.wrong(fails="stops_when_patience_is_over")
class stop_best_is_the_last:
    """writes every loss into best, so each is compared with the one before it

    After losses 1, 0.9, 0.95: which of them is the best? On which way through your code does best change?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = 0, None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.best = val_loss
        if self.wait < self.patience:
            return False
        self.stopped_epoch = self.epoch
        return True
