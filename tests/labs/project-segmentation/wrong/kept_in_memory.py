# The bundle stays in memory, and not in the folder.
# earns: 73
# bundle-round: KeyError
# bundle-care: KeyError
# %% bundle
KEPT = {}


def save_bundle(bundle, folder):
    Path(folder).mkdir()
    KEPT[str(folder)] = bundle


def load_bundle(folder):
    return KEPT[str(folder)]
