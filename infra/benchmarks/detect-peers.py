"""The detectors of `detect` again, with numba (one thread, no fast math) and with NumPy over all pixels.

Usage: detect-peers.py FOLDER, which holds series.f32 (pixel by pixel, NaN = no data), rows-*.f64
(regressors by date) and case.txt; writes what was found, and seconds, beside them.
"""
import math, os, sys, time
import numpy as np

folder = sys.argv[1]
with open(os.path.join(folder, 'case.txt')) as text:
    case = dict(line.split('=') for line in text.read().split())
pixels, dates, history, rounds = (int(case[k]) for k in ('pixels', 'dates', 'history', 'rounds'))
limit, chi, shift, spread, least = (float(case[k]) for k in ('limit', 'chi', 'shift', 'spread', 'least'))
series = np.fromfile(os.path.join(folder, 'series.f32'), '<f4').reshape(pixels, dates)
CRITICAL = 0.9478982340418134


def numba_detectors():
    from numba import njit

    @njit
    def sweep(y, rows, valid, count, d, r, th, x, w):
        k = rows.shape[1]
        d[:] = 0; r[:] = 0; th[:] = 0
        rss = 0.0
        for i in range(count):
            t = valid[i]
            for j in range(k):
                x[j] = rows[t, j]
            weight = 1.0
            v = float(y[t])
            for a in range(k):
                xa = x[a]
                if xa == 0.0:
                    continue
                before = d[a]
                weighted = weight * xa
                after = before + weighted * xa
                inverse = 1.0 / after
                c = before * inverse
                s = weighted * inverse
                weight *= c
                d[a] = after
                for b in range(a + 1, k):
                    old = r[a, b]
                    e = x[b]
                    x[b] = e - xa * old
                    r[a, b] = c * old + s * e
                old = th[a]
                th[a] = c * old + s * v
                v -= xa * old
                if weight == 0.0:
                    break
            w[i] = 0.0 if weight == 0.0 else math.sqrt(weight) * v
            rss += w[i] * w[i]
        return rss

    @njit
    def run(series, rows, history, fewest, least, bayes, limit, chi, shift, spread, found, sigmas, peaks):
        pixels, dates = series.shape
        k = rows.shape[1]
        d = np.empty(k); r = np.empty((k, k)); th = np.empty(k); x = np.empty(k); beta = np.empty(k)
        w = np.empty(history); valid = np.empty(history, np.int64); ring = np.empty(history)
        for p in range(pixels):
            y = series[p]
            found[p] = -1; sigmas[p] = 0; peaks[p] = 0
            n = 0
            for t in range(history - 1, -1, -1):
                if not math.isnan(y[t]):
                    valid[n] = t
                    n += 1
            if n < fewest:
                continue
            rss = sweep(y, rows, valid, n, d, r, th, x, w)
            m = n - k
            mean = 0.0
            for i in range(k, n):
                mean += w[i]
            mean /= m
            ss = 0.0
            for i in range(k, n):
                ss += (w[i] - mean) ** 2
            scale = math.sqrt(ss / (m - 1)) * math.sqrt(m)
            total = 0.0
            stable = n
            for i in range(k, n):
                total += w[i]
                if abs(total) > CRITICAL * scale * (1 + 2.0 * (i - k + 1) / m):
                    stable = i
                    break
            if stable < n:
                n = stable
                if n < fewest:
                    continue
                rss = sweep(y, rows, valid, n, d, r, th, x, w)
            for i in range(k - 1, -1, -1):
                v = th[i]
                for j in range(i + 1, k):
                    v -= r[i, j] * beta[j]
                beta[i] = v
            sigma = max(least, math.sqrt(rss / (n - k)))
            sigmas[p] = sigma
            size = max(1, int(0.25 * n))
            window = 0.0
            if not bayes:
                for i in range(size):
                    t = valid[size - 1 - i]
                    e = float(y[t])
                    for j in range(k):
                        e -= beta[j] * rows[t, j]
                    ring[i] = -e / sigma
                    window += ring[i]
            head = 0
            observed = 0
            last = 0.5; posterior = 0.0; flagged = False
            for t in range(history, dates):
                if math.isnan(y[t]):
                    continue
                observed += 1
                e = float(y[t])
                for j in range(k):
                    e -= beta[j] * rows[t, j]
                z = -e / sigma
                if bayes:
                    loss = max(0.0, min(shift, z * sigma))
                    f = loss / sigma
                    g = (loss - shift) / spread
                    odds = sigma / spread * math.exp(0.5 * (f * f - g * g))
                    q = odds / (1 + odds)
                    q = 0.1 if q <= 0.1 else (q if q < 0.9 else 0.9)
                    if flagged:
                        posterior = posterior * q / (posterior * q + (1 - posterior) * (1 - q))
                        if posterior < 0.5:
                            flagged = False
                            posterior = 0.0
                    elif q >= 0.5:
                        flagged = True
                        posterior = last * q / (last * q + (1 - last) * (1 - q))
                    last = q
                    if flagged and q >= 0.5 and posterior >= chi:
                        found[p] = t; peaks[p] = posterior
                        break
                else:
                    window += z - ring[head]
                    ring[head] = z
                    head += 1
                    if head == size:
                        head = 0
                    if window > 0:
                        ratio = (n + observed) / n
                        stat = window / math.sqrt(2.0 * n)
                        if stat >= limit:
                            if ratio > math.e:
                                stat /= math.sqrt(math.log(ratio))
                            if stat >= limit:
                                found[p] = t; peaks[p] = stat
                                break

    return run


def numpy_run(block, rows, history, fewest, least, bayes, found, sigmas, peaks):
    """All pixels of a block at once; loops over dates and coefficients only."""
    count, dates = block.shape
    k = rows.shape[1]
    ok = ~np.isnan(block)
    y = np.where(ok, block, 0).astype('f8')

    def sweep(from_date):
        d = np.full((k, count), 1e-300); r = np.zeros((k, k, count)); th = np.zeros((k, count))
        w = np.zeros((history, count))
        rss = np.zeros(count)
        seen = np.zeros(count, int)
        for t in range(history - 1, -1, -1):
            weight = (ok[:, t] & (t >= from_date)).astype('f8')
            used = weight > 0
            x = np.repeat(rows[t][:, None], count, 1)
            v = y[:, t].copy()
            for a in range(k):
                weighted = weight * x[a]
                after = d[a] + weighted * x[a]
                c = d[a] / after
                s = weighted / after
                xa = x[a].copy()
                weight = weight * c
                d[a] = after
                old = r[a, a + 1:].copy()
                e = x[a + 1:].copy()
                x[a + 1:] = e - xa * old
                r[a, a + 1:] = c * old + s * e
                old = th[a].copy()
                th[a] = c * old + s * v
                v = v - xa * old
            # The first k observations fill the triangle and leave nothing.
            w[t] = np.where(used & (seen >= k), np.sqrt(weight) * v, 0)
            rss += w[t] ** 2
            seen += used
        return d, r, th, w, rss, seen

    start = np.zeros(count, int)
    d, r, th, w, rss, n = sweep(start)
    enough = n >= fewest
    m = np.maximum(n - k, 2)
    order = np.cumsum((ok[:, :history] & True)[:, ::-1], 1)[:, ::-1].T  # rank from the last
    late = ok[:, :history].T & (order > k)
    mean = np.where(late, w, 0).sum(0) / m
    scale = np.sqrt(np.where(late, (w - mean) ** 2, 0).sum(0) / (m - 1)) * np.sqrt(m)
    total = np.cumsum(w[::-1], 0)[::-1]
    crossed = late & (np.abs(total) > CRITICAL * scale * (1 + 2.0 * (order - k) / m))
    any_crossed = crossed.any(0) & enough
    # The crossing that is met first, going back.
    last_crossed = history - 1 - np.argmax(crossed[::-1], 0)
    start = np.where(any_crossed, last_crossed + 1, 0)
    if any_crossed.any():
        d, r, th, w, rss, n = sweep(start)
        enough &= n >= fewest
    beta = np.zeros((k, count))
    for i in range(k - 1, -1, -1):
        beta[i] = th[i] - (r[i, i + 1:] * beta[i + 1:]).sum(0)
    sigma = np.maximum(least, np.sqrt(rss / np.maximum(n - k, 1)))
    z = -(y - (rows @ beta).T) / sigma[:, None]
    use = ok & (np.arange(dates)[None, :] >= start[:, None])
    hit = np.full(count, -1); peak = np.zeros(count)
    if not bayes:
        size = np.maximum(1, (0.25 * n).astype(int))
        cum = np.cumsum(np.where(use, z, 0), 1)
        rank = np.cumsum(use, 1)
        packed = np.zeros((count, dates + 1))
        rowsAt, colsAt = np.nonzero(use)
        packed[rowsAt, rank[rowsAt, colsAt]] = cum[rowsAt, colsAt]
        total = cum - np.take_along_axis(packed, np.maximum(rank - size[:, None], 0), 1)
        ratio = rank / np.maximum(n, 1)[:, None]
        stat = total / np.sqrt(2.0 * np.maximum(n, 1))[:, None] / np.sqrt(
            np.where(ratio <= np.e, 1, np.log(np.maximum(ratio, np.e))))
        beyond = use & (np.arange(dates) >= history) & (stat >= limit)
        has = beyond.any(1) & enough
        hit = np.where(has, np.argmax(beyond, 1), -1)
        peak = np.where(has, stat[np.arange(count), np.maximum(hit, 0)], 0)
    else:
        loss = np.clip(z * sigma[:, None], 0, shift)
        f = loss / sigma[:, None]
        g = (loss - shift) / spread
        odds = (sigma / spread)[:, None] * np.exp(np.minimum(700, 0.5 * (f * f - g * g)))
        q = np.clip(odds / (1 + odds), 0.1, 0.9)
        last = np.full(count, 0.5); posterior = np.zeros(count); flagged = np.zeros(count, bool)
        for t in range(history, dates):
            active = ok[:, t]
            qt = q[:, t]
            prior = np.where(flagged, posterior, last)
            new = prior * qt / (prior * qt + (1 - prior) * (1 - qt))
            begin = active & ~flagged & (qt >= 0.5)
            go_on = active & flagged
            posterior = np.where(begin | go_on, new, posterior)
            rejected = go_on & (posterior < 0.5)
            flagged = (flagged | begin) & ~rejected
            posterior = np.where(rejected, 0, posterior)
            last = np.where(active, qt, last)
            sure = active & flagged & (qt >= 0.5) & (posterior >= chi) & (hit < 0) & enough
            hit = np.where(sure, t, hit)
            peak = np.where(sure, posterior, peak)
    found[:] = hit
    sigmas[:] = np.where(enough, sigma, 0)
    peaks[:] = peak


def blocks(rows, fewest, bayes, found, sigmas, peaks):
    for at in range(0, pixels, 2048):
        part = slice(at, at + 2048)
        numpy_run(series[part], rows, history, fewest, least, bayes, found[part], sigmas[part], peaks[part])


def record(name, work):
    found = np.empty(pixels, np.int64); sigmas = np.empty(pixels); peaks = np.empty(pixels)
    work(found, sigmas, peaks)  # compiles, and warms the caches
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work(found, sigmas, peaks)
        seconds.append(time.perf_counter() - begin)
    np.concatenate([found.astype('f8'), sigmas, peaks, [float(np.median(seconds)), min(seconds)]]).astype(
        '<f8').tofile(os.path.join(folder, name + '.f64'))


for detector, fewest in (('mosum', int(case['fewest-mosum'])), ('bayes', int(case['fewest-bayes']))):
    rows = np.fromfile(os.path.join(folder, f'rows-{detector}.f64'), '<f8').reshape(dates, -1)
    bayes = detector == 'bayes'
    record(f'{detector}-numpy', lambda f, s, q: blocks(rows, fewest, bayes, f, s, q))
    try:
        run = numba_detectors()
    except ImportError:
        continue
    record(f'{detector}-numba', lambda f, s, q: run(
        series, rows, history, fewest, least, bayes, limit, chi, shift, spread, f, s, q))
