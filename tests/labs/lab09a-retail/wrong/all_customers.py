# Each segment has the number of all customers.
# earns: 20
# profiles-sizes: Segment 3 has one customer and segment 7 has three, not [4, 4].
# %% profiles
def profiles(customers, labels):
    return customers.groupby(labels).mean().assign(customers=len(customers))
