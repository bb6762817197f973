# In the end all water is the kitchen's.
# earns: 17
# paper-shares: in_the_end is wrong: which share s gives back s?
# %% paper
first_step = 0.75
second_step = 0.825
in_the_end = 0.9
