# The encoder has layers of its own.
# earns: 76
# network-shared: The weights of the autoencoder changed, and the encoder did not notice. Build
# %% network
def network(n_features, hidden, n_latent):
    def chain(sizes):
        layers = [keras.layers.Dense(units, "relu") for units in sizes[1:-1]]
        return keras.Sequential([keras.Input((sizes[0],)), *layers, keras.layers.Dense(sizes[-1])])

    encoder, again = chain([n_features, *hidden, n_latent]), chain([n_features, *hidden, n_latent])
    return keras.Sequential([encoder, chain([n_latent, *hidden[::-1], n_features])]), again
