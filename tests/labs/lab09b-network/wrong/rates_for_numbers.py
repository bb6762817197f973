# Recall for precision; the silent device is taken for useless.
# earns: 16
# paper-alarms: 0.9 is the recall. Precision is a share of all alarms.
# paper-accuracy: A device that never raises an alarm is right about all normal connections.
# %% paper
true_alarms = 900
false_alarms = 39980
precision = 0.9
accuracy_detector = 0.98
accuracy_silence = 0.0005
