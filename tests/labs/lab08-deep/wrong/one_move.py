# One move a round.
# earns: 20
# loop-target: Two targets with update_interval=2 need four moves, not 2.
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
        move(P)
    return labels, changes
