# Other NumPy calls, float32 and scikit-learn's own tools.
# %% rows
def to_rows(image):
    planes = [image] * 3 if image.ndim < 3 else [image[..., c] for c in range(3)]
    return np.stack([plane.ravel() for plane in planes], axis=-1).astype(np.float32)
# %% image
def to_image(rows, height, width):
    rows = np.asarray(rows)
    return (rows.clip(0, 255) + 0.5).astype("uint8").reshape((height, width, -1))
# %% count
def count_colors(rows):
    import pandas as pd

    counted = pd.DataFrame(rows).value_counts()
    return np.array(counted.index.tolist(), dtype=np.float32), counted.to_numpy()
# %% palette
def find_palette(colors, counts, k, seed):
    model = KMeans(min(k, len(colors)), n_init=10, random_state=seed)
    palette = model.fit(np.repeat(colors, counts, axis=0).astype(float) if np.ptp(counts) else colors).cluster_centers_
    return palette[np.argsort(palette @ [1, 1, 1], kind="stable")].astype(np.float32)
# %% assign
from sklearn.neighbors import NearestNeighbors


def assign_colors(rows, palette):
    return NearestNeighbors(n_neighbors=1, algorithm="brute").fit(np.array(palette, float)).kneighbors(np.array(rows, float))[1].ravel()
# %% error
def color_error(first, second):
    gap = np.subtract(first, second, dtype=np.int64, casting="unsafe").reshape(-1, 3)
    return round(float(np.sqrt(np.einsum("ij,ij->", gap, gap) / len(gap))), 3)
# %% bytes
def indexed_bytes(height, width, k):
    fits = [bits for bits in [1, 2, 4, 8] if 1 << bits >= k]
    if not fits:
        raise ValueError("at most 256 colors")
    return int(3 * k + height * np.ceil(width * fits[0] / 8))
# %% cheapest
def cheapest(table, limit):
    import pandas as pd

    rows = pd.DataFrame.from_dict(table, orient="index", columns=["error", "bytes"])
    rows = rows[rows["error"] <= limit].sort_values(["bytes", "error"])
    if rows.empty:
        raise ValueError("none")
    return rows.index[0]
# %% weighted
def weighted_palette(rows, k, weights, seed):
    of = KMeans(k, n_init=10, random_state=seed).fit_predict(rows @ np.diag(np.asarray(weights) ** 0.5))
    return (np.eye(k)[of].T @ rows / np.bincount(of)[:, None]).astype(np.float32)
