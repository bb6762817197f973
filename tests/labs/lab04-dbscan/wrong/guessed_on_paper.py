# A lone point called border, the point itself not counted, the plain distance for mutual reachability.
# earns: 13
# exercise-10-six: One of the three kinds does not occur
# exercise-10-seven: Among the first six points a core point is wrong
# exercise-5-kinds: The core numbers are wrong
# exercise-22-reach: These are the core distances for k = 2.
# %% exercise-10
six_types = ["core", "core", "core", "border", "core", "noise"]
seven_types = ["core", "border", "core", "noise", "core", "noise", "border"]
# %% exercise-5
core_numbers = [7]
shared_number = 5
noise_numbers = [14]
# %% exercise-22
core_distances = [1, 1, 1, 8]
reach_pq, reach_rs, reach_ps = 1, 8, 10
