# A compromise between the two radii.
# earns: 16
# crowds-two: With eps_tight the two tight groups are one cluster
# %% crowds
eps_tight = 0.5
eps_loose = 0.9
