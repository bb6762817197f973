# Both losses apart, their gradients added; a chain built with add; tensors for arrays.
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    Z, centers = np.asarray(Z, dtype=np.float64), np.asarray(centers, dtype=np.float64)
    gaps = np.linalg.norm(Z[:, None, :] - centers[None, :, :], axis=-1)
    kernel = np.power(1 + gaps**2 / alpha, -(alpha + 1) / 2)
    return np.divide(kernel, kernel.sum(axis=1)[:, np.newaxis])
# %% loss
def clustering_loss(P, Q):
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = P * (np.log(P) - np.log(Q))
    return float(np.nansum(terms) / P.shape[0])
# %% loop
def dec_loop(shares, move, update_interval, tol, max_rounds):
    labels, changes, followed = np.argmax(shares_now := shares(), axis=1), [], 0
    while followed < max_rounds and (not changes or not changes[-1] < tol):
        target = target_distribution(shares_now)
        [move(target) for _ in range(update_interval)]
        followed += 1
        shares_now, old = shares(), labels
        labels = np.argmax(shares_now, axis=1)
        changes.append(1 - np.mean(labels == old))
    return labels, np.array(changes)
# %% score
from scipy.optimize import linear_sum_assignment
from sklearn.metrics.cluster import contingency_matrix


def clustering_accuracy(truth, labels):
    table = contingency_matrix(truth, labels)
    rows, columns = linear_sum_assignment(-table)
    return table[rows, columns].sum() / table.sum()
# %% count
def count_parameters(sizes):
    layers = [keras.layers.Dense(units) for units in (*sizes[1:], *sizes[::-1][1:])]
    return keras.Sequential([keras.Input((sizes[0],)), *layers]).count_params()
# %% network
def autoencoder(n_features, hidden, n_latent):
    encoder, decoder = keras.Sequential(name="encoder"), keras.Sequential(name="decoder")
    encoder.add(keras.Input((n_features,)))
    decoder.add(keras.Input((n_latent,)))
    for units in hidden:
        encoder.add(keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal"))
    for units in reversed(hidden):
        decoder.add(keras.layers.Dense(units, activation="relu"))
    encoder.add(keras.layers.Dense(n_latent))
    decoder.add(keras.layers.Dense(n_features))
    return encoder, decoder
# %% train
def train(encoder, decoder, X, epochs, batch_size, learning_rate):
    whole = keras.Model(encoder.inputs, decoder(encoder.outputs[0]))
    whole.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=keras.losses.MeanSquaredError(), metrics=["mae"])
    history = whole.fit(X, X, epochs=epochs, batch_size=batch_size, shuffle=True, verbose=0)
    return history.history["loss"]
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    networks = encoder.trainable_variables + decoder.trainable_variables
    with tf.GradientTape(persistent=True) as tape:
        codes = encoder(x)
        error = keras.losses.MeanSquaredError()(x, decoder(codes))
    pull, on_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
    restore = tape.gradient(error, networks)
    follow = tape.gradient(codes, encoder.trainable_variables, output_gradients=tf.constant(pull, "float32"))
    total = [a + weight * b / len(x) for a, b in zip(restore, follow)] + restore[len(follow) :]
    optimizer.apply_gradients(zip(total + [tf.constant(weight * on_centers / len(x), "float32")], networks + [centers]))
    return float(error)
