# The names are lost, an old bundle is overwritten.
# earns: 73
# bundle-round: The bundle that comes back has the keys ['centers', 'middle', 'spread']. Keep
# bundle-care: The bundle was overwritten. Raise FileExistsError.
# %% bundle
def save_bundle(bundle, folder):
    Path(folder).mkdir(exist_ok=True)
    np.savez(Path(folder) / "bundle.npz", **{key: bundle[key] for key in ("middle", "spread", "centers")})


def load_bundle(folder):
    return dict(np.load(Path(folder) / "bundle.npz"))
