# The library of the course.
# earns: 10
# soft-kernel: `shares_of` comes from course_lib.dec, which is withheld here.
# soft-alpha: `shares_of` comes from course_lib.dec, which is withheld here.
# soft-form: `shares_of` comes from course_lib.dec, which is withheld here.
# target-rows: `course_lib.dec` is withheld here: write the step yourself.
# target-sizes: `course_lib.dec` is withheld here: write the step yourself.
# pull-codes: `shares_of` comes from course_lib.dec, which is withheld here.
# pull-centers: `shares_of` comes from course_lib.dec, which is withheld here.
# network-shapes: `course_lib.autoencoder` is withheld here: write the step yourself.
# network-bends: `course_lib.autoencoder` is withheld here: write the step yourself.
# joint-pull: `shares_of` comes from course_lib.dec, which is withheld here.
# joint-both: `shares_of` comes from course_lib.dec, which is withheld here.
# %% soft
from course_lib.dec import soft_assignment as shares_of


def soft_assignment(Z, centers, alpha=1.0):
    return shares_of(Z, centers, alpha)
# %% target
def target_distribution(Q):
    from course_lib.dec import target_distribution

    return target_distribution(Q)
# %% network
def autoencoder(n_features, hidden, n_latent):
    from course_lib.autoencoder import autoencoder

    model = autoencoder(n_features, hidden, n_latent)
    return model.get_layer("encoder"), model.get_layer("decoder")
