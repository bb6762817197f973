# A position in the list for the K that stands there.
# earns: 69
# chord-rule: You return a position in the list, or the first K. Return the K that stands
# chord-picks: A pick is not what the rule says about your curve in that range.
# %% chord
def chord_elbow(ks, values):
    line = np.linspace(values[0], values[-1], len(values))
    return int(np.argmax(line - np.array(values)))


chord_picks = [2, 3, 3]
