# A new target before each move.
# earns: 19
# loop-target: Set a target once a look, and keep it for all moves up to the next look.
# loop-rounds: max_rounds=2 allows two targets, not 4.
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
        P, before = target_distribution(Q), labels
        for _ in range(update_interval):
            move(target_distribution(Q))
    return labels, changes
