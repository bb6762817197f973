# A ReLU in the code, and dropout.
# earns: 76
# network-linear: No number of a code is negative: the code must be linear, without ReLU.
# %% network
def network(n_features, hidden, n_latent):
    points = values = keras.Input((n_features,))
    for units in hidden:
        values = keras.layers.Dropout(0.2)(keras.layers.Dense(units, "relu")(values))
    code = values = keras.layers.Dense(n_latent, "relu")(values)
    for units in hidden[::-1]:
        values = keras.layers.Dense(units, "relu")(values)
    return keras.Model(points, keras.layers.Dense(n_features)(values)), keras.Model(points, code)
