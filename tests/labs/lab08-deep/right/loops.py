# Plain loops and lists; all namings one by one.
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    Q = []
    for z in Z:
        kernels = []
        for c in centers:
            square = sum((float(a) - float(b)) ** 2 for a, b in zip(z, c))
            kernels.append((1 + square / alpha) ** (-(alpha + 1) / 2))
        Q.append([kernel / sum(kernels) for kernel in kernels])
    return Q
# %% target
def target_distribution(Q):
    sizes = [sum(row[j] for row in Q) for j in range(len(Q[0]))]
    P = [[q * q / f for q, f in zip(row, sizes)] for row in Q]
    return [[w / sum(row) for w in row] for row in P]
# %% loss
import math


def clustering_loss(P, Q):
    total = 0
    for wanted, shares in zip(P, Q):
        for p, q in zip(wanted, shares):
            if p > 0:
                total += p * math.log(p / q)
    return total / len(P)
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    on_codes, on_centers = np.zeros(np.shape(Z)), np.zeros(np.shape(centers))
    for i in range(len(Z)):
        for j in range(len(centers)):
            away = Z[i] - centers[j]
            term = 2 * (P[i][j] - Q[i][j]) * away / (1 + away @ away)
            on_codes[i] += term
            on_centers[j] -= term
    return on_codes, on_centers
# %% loop
def dec_loop(shares, move, update_interval, tol, max_rounds):
    Q = shares()
    labels, changes = [int(np.argmax(q)) for q in Q], []
    while len(changes) < max_rounds:
        P = target_distribution(Q)
        for _ in range(update_interval):
            move(P)
        Q = shares()
        new = [int(np.argmax(q)) for q in Q]
        changes.append(sum(a != b for a, b in zip(labels, new)) / len(new))
        labels = new
        if changes[-1] < tol:
            return labels, changes
    return labels, changes
# %% score
def clustering_accuracy(truth, labels):
    """The best naming, from the best of all but the last cluster."""
    classes, clusters = list(set(truth)), list(set(labels))
    met = {(g, c): sum(a == g and b == c for a, b in zip(labels, truth)) for g in clusters for c in classes}

    def best(left, free):
        if not left or not free:
            return 0
        first, *rest = left
        named = max(met[first, c] + best(rest, [d for d in free if d != c]) for c in free)
        return max(named, best(rest, free))

    return best(clusters, classes) / len(labels)
# %% count
def count_parameters(sizes):
    total = 0
    for a, b in zip(sizes[:-1], sizes[1:]):
        total += (a + 1) * b
        total += (b + 1) * a
    return total
