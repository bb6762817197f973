# The partners of the old clusters, in the order of the old ids.
# earns: 24
# carry-pairs: These are the new partners of the old clusters. Answer in the order of the new
# %% carry
def carry_names(old, new, segments):
    now = old[0].transform(new[0].inverse_transform(new[-1].cluster_centers_))
    gaps = cdist(old[-1].cluster_centers_, now)
    rows, partners = linear_sum_assignment(gaps)
    return [segments[j] for j in partners], gaps[rows, partners]
