# The published fault: the strategy hangs on the number of the cluster.
# earns: 19
# strategy-questions: The four profiles are Re-engage, Reward, Retain, Nurture, but strategies
# strategy-by-rule: Other numbers, another order: the profiles are Nurture, Re-engage, Retain,
# %% strategies
def strategies(profile, customers):
    return [["Retain", "Re-engage", "Nurture", "Reward"][number % 4] for number in profile.index]
