# Loops and dictionaries, lists for arrays, palettes in another order where any order is allowed.
# %% rows
def to_rows(image):
    rows = []
    for line in image.tolist():
        for pixel in line:
            rows.append([float(v) for v in pixel[:3]] if isinstance(pixel, list) else [float(pixel)] * 3)
    return rows
# %% image
def to_image(rows, height, width):
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    for i in range(height):
        for j in range(width):
            picture[i, j] = [min(max(int(np.floor(v + 0.5)), 0), 255) for v in rows[i * width + j]]
    return picture
# %% count
def count_colors(rows):
    found = {}
    for row in rows:
        found[tuple(row)] = found.get(tuple(row), 0) + 1
    return list(found), list(found.values())
# %% palette
def find_palette(colors, counts, k, seed):
    colors = np.asarray(colors, dtype=float)
    if len(colors) <= k:
        return sorted(colors.tolist(), key=sum)
    runs = [KMeans(k, n_init=1, random_state=seed * 100 + i).fit(colors, sample_weight=counts) for i in range(12)]
    return sorted(min(runs, key=lambda run: run.inertia_).cluster_centers_.tolist(), key=sum)
# %% assign
def assign_colors(rows, palette):
    labels = []
    for row in rows:
        gaps = [sum((float(a) - float(b)) ** 2 for a, b in zip(row, color)) for color in palette]
        labels.append(gaps.index(min(gaps)))
    return labels
# %% error
def color_error(first, second):
    total, n = 0, 0
    for p, q in zip(first.reshape(-1, 3).tolist(), second.reshape(-1, 3).tolist()):
        total, n = total + sum((a - b) ** 2 for a, b in zip(p, q)), n + 1
    return (total / n) ** 0.5
# %% bytes
def indexed_bytes(height, width, k):
    if k > 256:
        raise ValueError("too many colors")
    bits = {1: 1, 2: 2, 3: 4, 4: 4}.get(len(bin(max(k - 1, 1))) - 2, 8)
    return height * -(-width * bits // 8) + k + k + k
# %% cheapest
def cheapest(table, limit):
    best = None
    for k in table:
        error, size = table[k]
        if error <= limit and (best is None or (size, error) < (table[best][1], table[best][0])):
            best = k
    if best is None:
        raise ValueError(limit)
    return best
# %% weighted
def weighted_palette(rows, k, weights, seed):
    root = np.array([w**0.5 for w in weights])
    model = KMeans(k, n_init=10, random_state=seed).fit(rows * root)
    return (model.cluster_centers_ / root)[::-1].tolist()
