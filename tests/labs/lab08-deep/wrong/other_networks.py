# New networks are trained.
# earns: 19
# train-restores: The networks that were given have not changed. Train them, not new ones.
# train-options: The points (1, 0) and (0, 2) are restored as (1, 0) and (2, 0): squared errors
# %% train
def train(encoder, decoder, X, epochs, batch_size, learning_rate):
    encoder, decoder = keras.models.clone_model(encoder), keras.models.clone_model(decoder)
    model = keras.Sequential([keras.Input((X.shape[1],)), encoder, decoder])
    model.compile(keras.optimizers.Adam(learning_rate), "mse")
    return model.fit(X, X, epochs=epochs, batch_size=batch_size, verbose=0).history["loss"]
