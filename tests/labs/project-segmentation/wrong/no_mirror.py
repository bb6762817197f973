# The decoder is one layer.
# earns: 76
# network-layers: 9-16-12-8-12-16-9 has 160 + 204 + 104 + 108 + 208 + 153 = 937 parameters (the
# %% network
def network(n_features, hidden, n_latent):
    points = values = keras.Input((n_features,))
    for units in hidden:
        values = keras.layers.Dense(units, "relu")(values)
    code = keras.layers.Dense(n_latent)(values)
    return keras.Model(points, keras.layers.Dense(n_features)(code)), keras.Model(points, code)
