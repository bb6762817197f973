# The pans alone.
# earns: 17
# paper-shares: 0.6 counts the pans alone. At first half of the water is the kitchen's.
# %% paper
first_step = 0.6
second_step = 0.75
in_the_end = 0.9
