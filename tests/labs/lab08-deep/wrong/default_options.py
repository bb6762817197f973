# The defaults of Keras instead of the options.
# earns: 19
# train-restores: The points lie on a line, so a code of one number restores them. But the error
# train-options: The points (1, 0) and (0, 2) are restored as (1, 0) and (2, 0): squared errors
# %% train
def train(encoder, decoder, X, epochs, batch_size, learning_rate):
    model = keras.Sequential([keras.Input((X.shape[1],)), encoder, decoder])
    model.compile("adam", "mse")
    return model.fit(X, X, epochs=epochs, verbose=0).history["loss"]
