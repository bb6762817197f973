# Numbers of changed points.
# earns: 20
# loop-stop: Those are numbers of points. Append shares of all points.
# %% loop
def dec_loop(shares, move, update_interval, tol, max_rounds):
    changes, before = [], None
    for done in range(max_rounds + 1):
        Q = shares()
        labels = Q.argmax(axis=1)
        if before is not None:
            changes.append((labels != before).sum())
            if changes[-1] < tol:
                break
        if done == max_rounds:
            break
        P, before = target_distribution(Q), labels
        for _ in range(update_interval):
            move(P)
    return labels, changes
