# A ReLU in the code.
# earns: 20
# network-bends: No number of any code is negative: the last layer of the encoder must be linea
# %% network
def autoencoder(n_features, hidden, n_latent):
    def dense(sizes, last):
        layers = [keras.layers.Dense(units, "relu") for units in sizes[1:-1]]
        return keras.Sequential([keras.Input((sizes[0],)), *layers, keras.layers.Dense(sizes[-1], last)])

    sizes = [n_features, *hidden, n_latent]
    return dense(sizes, "relu"), dense(sizes[::-1], "linear")
