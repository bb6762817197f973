# The decoder has the hidden layers in the order of the encoder.
# earns: 20
# network-shapes: The decoder mirrors the encoder, 8 to 12 to 16 to 9, but its weights are [(8,
# %% network
def autoencoder(n_features, hidden, n_latent):
    def dense(sizes, last):
        layers = [keras.layers.Dense(units, "relu") for units in sizes[1:-1]]
        return keras.Sequential([keras.Input((sizes[0],)), *layers, keras.layers.Dense(sizes[-1], last)])

    sizes = [n_features, *hidden, n_latent]
    return dense(sizes, "linear"), dense([n_latent, *hidden, n_features], "linear")
