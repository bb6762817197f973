# The water is divided in halves each time.
# earns: 17
# paper-shares: Each step gives the kitchen more of the water, so its share rises toward the end.
# %% paper
first_step = 0.75
second_step = 0.75
in_the_end = 1.0
