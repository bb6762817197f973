# max_rounds looks: the last moves are not looked at.
# earns: 18
# loop-target: With other options the order of looks, targets and moves is wrong.
# loop-stop: With tol=0 nothing is smaller: only max_rounds stops.
# loop-rounds: After the last moves look once more: the labels returned belong to the codes a
# %% loop
def dec_loop(shares, move, update_interval, tol, max_rounds):
    changes, before = [], None
    for done in range(max_rounds):
        Q = shares()
        labels = Q.argmax(axis=1)
        if before is not None:
            changes.append((labels != before).mean())
            if changes[-1] < tol:
                break
        P, before = target_distribution(Q), labels
        for _ in range(update_interval):
            move(P)
    return labels, changes
