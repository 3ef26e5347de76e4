"""Writes Goldens/metrics.json: what scikit-learn, scipy and others say of random labels.

    pip install scikit-learn scipy statsmodels krippendorff && python3 metrics.py
"""

import json
import math
import os
import random

import krippendorff
import numpy
import scipy
import sklearn
from sklearn import metrics
from statsmodels.stats.inter_rater import fleiss_kappa


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def one(seed):
    generator = random.Random(seed)
    count = generator.choice([3, 8, 20, 60, 200])
    shares = [generator.random() + 0.05 for _ in range(3)]
    if seed % 6 == 0:
        shares[2] = 0
    gold = generator.choices(range(3), shares, k=count)
    rows = []
    for label in gold:
        parts = [generator.random() + (0.7 if index == label else 0) for index in range(3)]
        # Eighths, so that there are ties.
        eighths = [max(1, round(8 * part / sum(parts))) for part in parts]
        eighths[eighths.index(max(eighths))] += 8 - sum(eighths)
        rows.append([part / 8 for part in eighths])
    predicted = [max(range(3), key=lambda index: row[index]) for row in rows]
    labels = [0, 1, 2]
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        gold, predicted, labels=labels, zero_division=numpy.nan)
    expected = {
        "accuracy": metrics.accuracy_score(gold, predicted),
        "macro-F1": metrics.f1_score(
            gold, predicted, labels=labels, average="macro", zero_division=0),
        "log loss": metrics.log_loss(gold, rows, labels=labels),
        "Brier score": float(numpy.mean(
            [sum((row[k] - (k == g)) ** 2 for k in labels) for row, g in zip(rows, gold)])),
    }
    single = len(set(gold)) == 1 or len(set(predicted)) == 1
    expected["Matthews correlation"] = (
        None if single else metrics.matthews_corrcoef(gold, predicted))
    for index, name in enumerate(["favor", "neutral", "against"]):
        expected["precision " + name] = number(precision[index])
        expected["recall " + name] = number(recall[index])
        members = [g == index for g in gold]
        scores = [row[index] for row in rows]
        both = 0 < sum(members) < count
        expected["ROC area " + name] = metrics.roc_auc_score(members, scores) if both else None
        expected["average precision " + name] = (
            metrics.average_precision_score(members, scores) if any(members) else None)
    annotators = generator.choice([2, 2, 3, 4])
    ratings = [
        [g if generator.random() < 0.7 else generator.randrange(3) for _ in range(annotators)]
        for g in gold]
    counts = numpy.array([[row.count(k) for k in labels] for row in ratings])
    varied = len({k for row in ratings for k in row}) > 1
    expected["Fleiss' kappa"] = number(fleiss_kappa(counts)) if varied else None
    expected["Krippendorff's alpha"] = number(krippendorff.alpha(
        numpy.array(ratings, dtype=float).T, level_of_measurement="nominal")) if varied else None
    if annotators == 2 and varied:
        expected["Cohen's kappa"] = number(metrics.cohen_kappa_score(
            [row[0] for row in ratings], [row[1] for row in ratings], labels=labels))
    return {"gold": gold, "probabilities": rows, "ratings": ratings, "expected": expected}


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Goldens", "metrics.json")
with open(path, "w") as file:
    json.dump({
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
        "sets": [one(seed) for seed in range(1, 31)]}, file)
    file.write("\n")
