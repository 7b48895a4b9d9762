"""Right answers to EarlyStopping, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
class stop_early_returns:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience = max(1, patience)
        self.delta = abs(min_delta)
        self.keep = restore_best_weights
        self.best_weights = None
        self.stopped_epoch = 0
        self.n = 0

    def should_stop(self, val_loss, weights=None):
        epoch, self.n = self.n, self.n + 1
        if epoch == 0 or self.best - val_loss > self.delta:
            self.best = val_loss
            self.best_epoch = epoch
            if self.keep:
                self.best_weights = [w.copy() for w in weights]
        if epoch - self.best_epoch >= self.patience:
            self.stopped_epoch = epoch
        return self.stopped_epoch > 0


@exercise.right
class stop_deepcopy:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        import copy

        self.copy = copy.deepcopy
        self.left = self.patience = patience if patience > 0 else 1
        self.min_delta, self.restore = min_delta, restore_best_weights
        self.best_weights, self.target = None, None
        self.epoch = self.stopped_epoch = self.best_epoch = 0

    def should_stop(self, val_loss, weights=None):
        self.left -= 1
        if self.target is None or val_loss < self.target:
            self.best, self.target = val_loss, val_loss - self.min_delta
            self.best_epoch, self.left = self.epoch, self.patience
            self.best_weights = self.copy(weights) if self.restore else None
        stop = self.left == 0
        if stop:
            self.stopped_epoch = self.epoch
        self.epoch += 1
        return stop


@exercise.right
class stop_recomputes:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.settings = patience, min_delta, restore_best_weights
        self.history, self.best_weights, self.stopped_epoch = [], None, 0

    def find(self):
        best = 0
        for i, loss in enumerate(self.history):
            if loss + self.settings[1] < self.history[best]:
                best = i
        return best

    @property
    def best_epoch(self):
        return self.find()

    @property
    def best(self):
        return self.history[self.find()]

    def should_stop(self, val_loss, weights=None):
        self.history.append(val_loss)
        now, since = len(self.history) - 1, len(self.history) - 1 - self.find()
        if since == 0 and self.settings[2]:
            self.best_weights = list(map(np.copy, weights))
        if since and since >= self.settings[0]:
            self.stopped_epoch = now
            return True
        return False


@exercise.right
class stop_flags:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.good, self.patience, self.min_delta = [], patience, min_delta
        self.restore_best_weights = restore_best_weights
        self.best_weights, self.stopped_epoch = None, 0

    def should_stop(self, val_loss, weights=None):
        better = not self.good or bool(val_loss < self.best - self.min_delta)
        self.good.append(better)
        if better:
            self.best, self.best_epoch = float(val_loss), len(self.good) - 1
            if self.restore_best_weights:
                self.best_weights = []
                for w in weights:
                    self.best_weights.append(np.array(w, copy=True))
        stop = not any(self.good[-max(self.patience, 1):])
        self.stopped_epoch = len(self.good) - 1 if stop else 0
        return stop


@exercise.right
class stop_numpy_types:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.losses = np.array([])
        self.best_weights = None
        self.stopped_epoch = np.int64(0)

    def should_stop(self, val_loss, weights=None):
        self.losses = np.append(self.losses, val_loss)
        epoch = np.int64(self.losses.size - 1)
        if epoch == 0 or np.less(self.losses[-1] + self.min_delta, self.best):
            self.best, self.best_epoch = self.losses[-1], epoch
            if self.restore:
                self.best_weights = tuple(w + 0 for w in weights)
            return np.False_
        stop = epoch - self.best_epoch >= self.patience
        self.stopped_epoch = np.where(stop, epoch, 0)[()]
        return stop


@exercise.right
class stop_closure:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        wait = epoch = 0
        self.stopped_epoch, self.best_weights = 0, None

        def should_stop(val_loss, weights=None):
            nonlocal wait, epoch
            if epoch == 0 or val_loss + min_delta < self.best:
                self.best, self.best_epoch, wait = val_loss, epoch, 0
                if restore_best_weights:
                    self.best_weights = [np.array(w) for w in weights]
            else:
                wait += 1
            stop = wait > 0 and wait >= patience
            if stop:
                self.stopped_epoch = epoch
            epoch += 1
            return stop

        self.should_stop = should_stop


@exercise.right
class stop_state_dict:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.options = dict(patience=patience, delta=min_delta, keep=restore_best_weights)
        self.state = dict(best=None, best_epoch=-1, stopped_epoch=0, best_weights=None, epoch=-1)

    def __getattr__(self, name):
        if name in ("options", "state"):
            raise AttributeError(name)
        return self.state[name]

    def should_stop(self, val_loss, weights=None):
        state, options = self.state, self.options
        state["epoch"] += 1
        if state["best"] is None or val_loss + options["delta"] < state["best"]:
            state.update(best=val_loss, best_epoch=state["epoch"])
            if options["keep"]:
                state["best_weights"] = [np.array(w).copy() for w in weights]
            return False
        if state["epoch"] - state["best_epoch"] < options["patience"]:
            return False
        state["stopped_epoch"] = state["epoch"]
        return True


@exercise.right
class stop_reuses_arrays:
    """Writes each new best into the arrays that it made for the first."""

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best = self.best_epoch = self.best_weights = None
        self.stopped_epoch, self.epochs, self.wait = 0, iter(range(10**9)), 0

    def keep(self, weights):
        if self.best_weights is None:
            self.best_weights = [np.empty_like(w) for w in weights]
        for mine, w in zip(self.best_weights, weights):
            mine[...] = w

    def should_stop(self, val_loss, weights=None):
        epoch = next(self.epochs)
        self.wait += 1
        if self.best is None or val_loss < self.best - self.min_delta:
            self.best, self.best_epoch, self.wait = val_loss, epoch, 0
            if self.restore:
                self.keep(weights)
        elif self.wait >= self.patience:
            self.stopped_epoch = epoch
            return True
        return False
