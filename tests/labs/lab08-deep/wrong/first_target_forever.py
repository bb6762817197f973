# The target is set once, and never again.
# earns: 19
# loop-target: Set a target once a look, and keep it for all moves up to the next look.
# loop-rounds: max_rounds=2 allows two targets, not 1.
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
        before = labels
        if done == 0:
            P = target_distribution(Q)
        for _ in range(update_interval):
            move(P)
    return labels, changes
