# The sum of the squared errors of a point.
# earns: 20
# train-options: That is the sum over the features. The mean squared error is the mean over poi
# %% train
def train(encoder, decoder, X, epochs, batch_size, learning_rate):
    model = keras.Sequential([keras.Input((X.shape[1],)), encoder, decoder])
    model.compile(keras.optimizers.Adam(learning_rate), lambda true, said: keras.ops.sum((true - said) ** 2, axis=-1))
    return model.fit(X, X, epochs=epochs, batch_size=batch_size, verbose=0).history["loss"]
