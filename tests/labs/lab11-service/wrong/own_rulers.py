# Each center in the units of its own scaler.
# earns: 23
# carry-units: Each new scaler divides such a change out. Measure both in the units of the
# carry-pairs: With other pipelines the
# %% carry
def carry_names(old, new, segments):
    gaps = cdist(new[-1].cluster_centers_, old[-1].cluster_centers_)
    rows, partners = linear_sum_assignment(gaps)
    return [segments[j] for j in partners], gaps[rows, partners]
