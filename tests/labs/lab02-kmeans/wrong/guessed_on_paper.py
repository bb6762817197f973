# Exercise 6: J as a mean, centers without their fraction, one iteration too few.
# earns: 17
# exercise-6-paper: J after the first assignment is wrong: add the squared distances to the
# %% exercise-6
J_assigned, J_updated = 4 / 6, 8 / 18
centers_updated = [[0, 0], [10, 10]]
n_iterations = 1
