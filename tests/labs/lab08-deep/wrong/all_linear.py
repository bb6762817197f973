# Hidden layers without ReLU.
# earns: 20
# network-bends: The encoder is linear: its hidden layers need a ReLU.
# %% network
def autoencoder(n_features, hidden, n_latent):
    def dense(sizes, last):
        layers = [keras.layers.Dense(units) for units in sizes[1:-1]]
        return keras.Sequential([keras.Input((sizes[0],)), *layers, keras.layers.Dense(sizes[-1], last)])

    sizes = [n_features, *hidden, n_latent]
    return dense(sizes, "linear"), dense(sizes[::-1], "linear")
