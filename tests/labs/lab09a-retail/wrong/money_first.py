# Money is asked about before the visits.
# earns: 19
# strategy-questions: Segment 1 buys often and spends much. Ask about the frequency before the
# strategy-by-rule: With the same segments in another order, or fewer of them, a strategy
# %% strategies
def strategies(profile, customers):
    average = customers.mean()
    answers = [
        profile["recency"] >= 2 * average["recency"],
        profile["frequency"] >= 2 * average["frequency"],
        profile["monetary"] >= average["monetary"],
    ]
    return np.select([answers[0], answers[2], answers[1]], ["Re-engage", "Retain", "Reward"], "Nurture").tolist()
