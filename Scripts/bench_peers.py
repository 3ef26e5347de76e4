#!/usr/bin/env python3
"""One solver of another library on one data set: the objective it reaches against processor time.

usage: bench_peers.py PREFIX | X.npy Y.npy --tool TOOL [--dtype D] [--optimum F] [--limit SECONDS]

Reads PREFIX.train.{indptr,indices,data,y}.npy with PREFIX.dim, or a dense matrix with its labels.
The objective is mean multinomial log loss + |W|^2 / (2 C n) with C = 1 and free intercepts. LIBLINEAR
solves one class against the rest with a penalised intercept: its objective is the sum of its three.

Tools that can be watched (lbfgs, newton-cg, newton-cholesky) run once and every value they compute
counts. The others (saga, sag, intelex, liblinear) are run anew with growing effort, and the time of
a value is that of its run alone. A run ends when the gap 1e-6 is reached or the limit of processor
seconds is used up; a line of JSON is printed after every run, the last one counts.
"""
import argparse
import json
import os
import sys
import time
import warnings

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
import scipy.sparse as sparse

warnings.filterwarnings("ignore")
CLASSES = 3
GAPS = {"1e-4": 1e-4, "1e-6": 1e-6}


def peak_bytes():
    """The most memory held since this program began; getrusage counts its parent's too."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


class Finished(Exception):
    """The gap is reached, or the time is up."""


class Trace:
    """Values of the objective with the processor time and the wall-clock time they took."""

    def __init__(self, tool, precision, optimum, limit):
        self.tool, self.precision, self.optimum, self.limit = tool, precision, optimum, limit
        self.steps = []
        self.over_limit = False

    def start(self):
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def stop(self):
        return time.process_time() - self.cpu, time.perf_counter() - self.wall

    def add(self, objective, times=None):
        self.steps.append((*(times or self.stop()), float(objective)))

    def is_reached(self):
        return self.optimum is not None and any(
            f - self.optimum <= 1e-6 * self.optimum for _, _, f in self.steps)

    def check(self):
        if self.is_reached():
            raise Finished
        if self.stop()[0] > self.limit:
            self.over_limit = True
            raise Finished

    def report(self):
        line = dict(
            tool=self.tool, precision=self.precision, limit=self.limit, overLimit=self.over_limit,
            best=min((f for _, _, f in self.steps), default=None), cpuToGap={}, secondsToGap={},
            values=len(self.steps), loadedBytes=LOADED,
            peakBytes=peak_bytes())
        if self.optimum is not None:
            for name, gap in GAPS.items():
                for cpu, wall, f in self.steps:
                    if f - self.optimum <= gap * self.optimum:
                        line["cpuToGap"][name], line["secondsToGap"][name] = cpu, wall
                        break
        print(json.dumps(line), flush=True)


def load(paths, dtype):
    if len(paths) == 2:
        return np.load(paths[0]).astype(dtype, copy=False), np.load(paths[1])
    prefix = paths[0]
    columns = int(open(prefix + ".dim").read())
    starts, indices, data, labels = (
        np.load(f"{prefix}.train.{part}.npy") for part in ("indptr", "indices", "data", "y"))
    starts = starts.astype(np.int32)  # as scikit-learn's own vectorisers give it
    return sparse.csr_matrix(
        (data.astype(dtype, copy=False), indices, starts), shape=(len(labels), columns)), labels


def softmax_objective(x, y, weights, intercepts):
    scores = np.asarray(x @ weights.T.astype(x.dtype)).astype(np.float64) + intercepts
    top = scores.max(1, keepdims=True)
    total = (top + np.log(np.exp(scores - top).sum(1, keepdims=True)))[:, 0]
    loss = (total - scores[np.arange(len(y)), y]).mean()
    return loss + 0.5 * (weights.astype(np.float64) ** 2).sum() / len(y)


def one_versus_rest_objective(x, y, weights, intercepts):
    scores = np.asarray(x @ weights.T.astype(x.dtype)).astype(np.float64) + intercepts
    total = 0.0
    for k in range(CLASSES):
        sign = np.where(y == k, 1.0, -1.0)
        total += np.logaddexp(0, -sign * scores[:, k]).mean()
        total += 0.5 * ((weights[k] ** 2).sum() + intercepts[k] ** 2) / len(y)
    return total


def watch_scikit_learn(trace):
    """Makes scikit-learn's loss tell every value that it computes, and stop when it is time."""
    from sklearn.linear_model import _linear_loss

    loss = _linear_loss.LinearModelLoss

    def wrap(name, value):
        original = getattr(loss, name)

        def wrapped(self, *arguments, **options):
            result = original(self, *arguments, **options)
            if value is not None:
                trace.add(value(result))
            trace.check()
            return result

        setattr(loss, name, wrapped)

    wrap("loss_gradient", lambda result: result[0])
    wrap("loss", lambda result: result)
    wrap("gradient_hessian", None)
    original = loss.gradient_hessian_product

    def products(self, *arguments, **options):
        gradient, product = original(self, *arguments, **options)

        def checked(vector):
            trace.check()
            return product(vector)

        return gradient, checked

    loss.gradient_hessian_product = products


def run_watched(trace, x, y):
    from sklearn.linear_model import LogisticRegression

    watch_scikit_learn(trace)
    tolerance = 1e-8 if trace.tool == "newton-cg" else 1e-12
    model = LogisticRegression(solver=trace.tool, C=1.0, tol=tolerance, max_iter=2000)
    trace.start()
    try:
        model.fit(x, y)
        trace.add(softmax_objective(x, y, model.coef_, model.intercept_))
    except Finished:
        pass
    trace.report()


def run_repeated(trace, efforts, fit, objective):
    """Runs with growing effort, until the gap is reached or the next would take too long."""
    for effort in efforts:
        trace.start()
        model = fit(effort)
        times = trace.stop()
        trace.add(objective(model), times)
        if trace.is_reached():
            break
        if times[0] * 1.5 > trace.limit:
            trace.over_limit = True
            break
        trace.report()
    trace.report()


def run_iterations(trace, x, y, first):
    from sklearn.linear_model import LogisticRegression

    solver = "lbfgs" if trace.tool == "intelex" else trace.tool
    tolerance = 1e-12 if trace.tool == "intelex" else 0

    def fit(iterations):
        model = LogisticRegression(
            solver=solver, C=1.0, tol=tolerance, max_iter=iterations, random_state=0)
        return model.fit(x, y)

    if trace.tool == "intelex" and "onedal" not in " ".join(sys.modules):
        raise SystemExit("scikit-learn-intelex did not replace the solver")
    efforts = sorted({first * k * 2**e // 2 for k in (2, 3) for e in range(12)} - {0})
    run_repeated(
        trace, efforts, fit,
        lambda model: softmax_objective(x, y, model.coef_, model.intercept_))


def run_liblinear(trace, x, y):
    from liblinear import liblinearutil

    problem = liblinearutil.problem((y + 1).astype(float), sparse.csr_matrix(x, dtype=np.float64))

    def fit(epsilon):
        return liblinearutil.train(
            problem, liblinearutil.parameter(f"-s 7 -c 1 -e {epsilon:g} -B 1 -q"))

    def objective(model):
        count = model.nr_feature
        flat = np.ctypeslib.as_array(model.w, shape=((count + 1) * CLASSES,))
        flat = flat.reshape(count + 1, CLASSES)
        weights, intercepts = np.zeros((CLASSES, x.shape[1])), np.zeros(CLASSES)
        for place, label in enumerate(model.get_labels()):
            weights[int(label) - 1, :count] = flat[:count, place]
            intercepts[int(label) - 1] = flat[count, place]
        return one_versus_rest_objective(x, y, weights, intercepts)

    efforts = [0.1, 0.01, 0.001, 0.0001] if trace.optimum is not None else [0.00001]
    run_repeated(trace, efforts, fit, objective)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("paths", nargs="+")
parser.add_argument("--tool", required=True)
parser.add_argument("--dtype", default="float64")
parser.add_argument("--optimum", type=float)
parser.add_argument("--limit", type=float, default=60)
options = parser.parse_args()
if options.tool == "intelex":
    from sklearnex import patch_sklearn
    patch_sklearn(verbose=False)
    import daal4py
    daal4py.daalinit(1)
x, y = load(options.paths, options.dtype)
LOADED = peak_bytes()
trace = Trace(options.tool, options.dtype, options.optimum, options.limit)
if options.tool in ("lbfgs", "newton-cg", "newton-cholesky"):
    run_watched(trace, x, y)
elif options.tool == "liblinear-s7":
    run_liblinear(trace, x, y)
else:
    run_iterations(trace, x, y, first=5 if options.tool == "intelex" else 1)
