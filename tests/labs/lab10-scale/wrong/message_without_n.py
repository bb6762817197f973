# The message without its column for N; distances of each pair of points.
# earns: 16
# paper-tables: bytes_distances is wrong: one number for each pair of a point and a center.
# paper-blocks: bytes_message is wrong: how many rows and columns has the table?
# %% paper
bytes_points = 10**7 * 20 * 8
bytes_distances = 10**14 * 8
bytes_block = 250_000 * 20 * 8
bytes_message = 50 * 21 * 8
