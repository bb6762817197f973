# Labels compared with those of the first look.
# earns: 19
# loop-target: dec_loop looks again although it should have stopped.
# loop-stop: dec_loop looks again although it should have stopped.
# %% loop
def dec_loop(shares, move, update_interval, tol, max_rounds):
    changes, before = [], None
    for done in range(max_rounds + 1):
        Q = shares()
        labels = Q.argmax(axis=1)
        if before is not None:
            changes.append((labels != before).mean())
            if changes[-1] < tol:
                break
        if done == max_rounds:
            break
        P, before = target_distribution(Q), labels if before is None else before
        for _ in range(update_interval):
            move(P)
    return labels, changes
