"""The matching of `match` in NumPy and scikit-learn, one thread: usage match_peer.py FOLDER."""
import sys
import time

import numpy as np
from sklearn.neighbors import KDTree

DRAWS, SHARE, NEAREST = 100, 0.1, 100
CALIPERS = np.array([200, 2.5, 10] + [0.1] * 6, dtype=np.float32)


def read(name):
    data = np.fromfile(f"{sys.argv[1]}/{name}.bin", "<f4").reshape(-1, 11)
    return data[:, 0].astype(int), data[:, 1], data[:, 2:]


def draws(size):
    random = np.random.default_rng(1)
    for _ in range(DRAWS):
        yield random.permutation(size)[: round(SHARE * size)]


def plain(k, s, whitened_k, whitened_s, most):
    """For every pixel of every draw: mask of classes, calipers and free, then the nearest."""
    matched = drawn = effect = 0
    for number, order in enumerate(draws(len(k[0]))):
        if number == most:
            break
        free = np.ones(len(s[0]), bool)
        for i in order:
            drawn += 1
            fits = np.flatnonzero(
                free & (s[0] == k[0][i]) & (np.abs(s[2] - k[2][i]) <= CALIPERS).all(axis=1)
            )
            if len(fits):
                away = ((whitened_s[fits] - whitened_k[i]) ** 2).sum(axis=1)
                best = fits[away.argmin()]
                free[best] = False
                matched += 1
                effect += s[1][best] - k[1][i]
    return 1 - matched / drawn, effect / matched


def tree(k, s, whitened_k, whitened_s):
    """A tree for each class, the nearest asked for once, calipers after; then the draws."""
    lists = [None] * len(k[0])
    for code in np.unique(k[0]):
        own = np.flatnonzero(s[0] == code)
        asked = np.flatnonzero(k[0] == code)
        near = KDTree(whitened_s[own]).query(
            whitened_k[asked], k=min(NEAREST, len(own)), return_distance=False
        )
        for i, row in zip(asked, near):
            row = own[row]
            lists[i] = row[(np.abs(s[2][row] - k[2][i]) <= CALIPERS).all(axis=1)]
    matched = drawn = effect = 0
    for order in draws(len(k[0])):
        free = np.ones(len(s[0]), bool)
        for i in order:
            drawn += 1
            left = lists[i][free[lists[i]]]
            if len(left):
                free[left[0]] = False
                matched += 1
                effect += s[1][left[0]] - k[1][i]
    return 1 - matched / drawn, effect / matched


def main():
    k, s = read("treated"), read("candidates")
    begin = time.process_time()
    lower = np.linalg.inv(np.linalg.cholesky(np.cov(s[2].T.astype(float))))
    whitened_k, whitened_s = k[2] @ lower.T, s[2] @ lower.T
    prepared = time.process_time() - begin
    begin = time.process_time()
    unmatched, effect = tree(k, s, whitened_k, whitened_s)
    seconds = prepared + time.process_time() - begin
    print(f"scikit-learn KDTree: {seconds:.2f} s, unmatched {unmatched:.4f}, avoided {effect:.5f}")
    most = 2
    begin = time.process_time()
    unmatched, effect = plain(k, s, whitened_k, whitened_s, most)
    seconds = prepared + (time.process_time() - begin) * DRAWS / most
    print(
        f"NumPy: {seconds:.1f} s for {DRAWS} draws (from {most}), unmatched {unmatched:.4f},"
        f" avoided {effect:.5f}"
    )


main()
