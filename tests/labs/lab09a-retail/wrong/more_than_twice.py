# More than, instead of at least.
# earns: 20
# strategy-questions: Segment 0 was away exactly twice as long as the average, 20 days. At least
# %% strategies
def strategies(profile, customers):
    average = customers.mean()
    answers = [
        profile["recency"] > 2 * average["recency"],
        profile["frequency"] > 2 * average["frequency"],
        profile["monetary"] > average["monetary"],
    ]
    return np.select(answers, ["Re-engage", "Reward", "Retain"], "Nurture").tolist()
