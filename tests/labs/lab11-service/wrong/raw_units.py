# Distances in trips and minutes.
# earns: 23
# carry-units: These are distances in trips and minutes. Standardize them with the old scaler.
# carry-pairs: With other pipelines the
# %% carry
def carry_names(old, new, segments):
    was, now = (p[0].inverse_transform(p[-1].cluster_centers_) for p in (old, new))
    gaps = cdist(now, was)
    rows, partners = linear_sum_assignment(gaps)
    return [segments[j] for j in partners], gaps[rows, partners]
