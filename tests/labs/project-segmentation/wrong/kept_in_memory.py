# The bundle stays in memory, and not in the folder.
# earns: 73
# bundle-round: The names that come back are not those of the moment of saving.
# bundle-care: KeyError
# %% bundle
KEPT = {}


def save_bundle(bundle, folder):
    Path(folder).mkdir()
    KEPT[str(folder)] = bundle


def load_bundle(folder):
    return KEPT[str(folder)]
