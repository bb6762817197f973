# False alarms as a share of all connections.
# earns: 16
# paper-alarms: false_alarms is wrong: a share of which connections?
# paper-accuracy: accuracy_detector is wrong: it is right about some attacks and most normal
# %% paper
true_alarms = 900
false_alarms = 0.02 * 2_000_000
precision = 900 / 40_900
accuracy_detector = 0.98 * 1_999_000 / 2_000_000
accuracy_silence = 0.9995
