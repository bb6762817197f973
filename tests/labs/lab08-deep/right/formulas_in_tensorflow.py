# The joint loss written in TensorFlow; the functional way to build; a training loop by hand.
# %% soft
from scipy.spatial.distance import cdist


def soft_assignment(Z, centers, alpha=1.0):
    kernel = np.exp(-(alpha + 1) / 2 * np.log1p(cdist(Z, centers, "sqeuclidean") / alpha))
    return (kernel.T / kernel.sum(1)).T
# %% target
def target_distribution(Q):
    P = (Q**2 / Q.sum(0)).T
    return (P / P.sum(0)).T
# %% loss
from scipy.special import rel_entr


def clustering_loss(P, Q):
    return rel_entr(P, Q).sum(axis=1).mean()
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    kernel = 1 / (1 + (Z**2).sum(1)[:, None] + (centers**2).sum(1) - 2 * Z @ centers.T)
    W = 2 * (P - Q) * kernel
    return W.sum(1)[:, None] * Z - W @ centers, W.sum(0)[:, None] * centers - W.T @ Z
# %% network
def autoencoder(n_features, hidden, n_latent):
    def chain(first, middle, last):
        given = keras.Input(shape=(first,))
        values = given
        for units in middle:
            values = keras.layers.ReLU()(keras.layers.Dense(units)(values))
        return keras.Model(given, keras.layers.Dense(last, activation="linear")(values))

    return chain(n_features, hidden, n_latent), chain(n_latent, hidden[::-1], n_features)
# %% train
def train(encoder, decoder, X, epochs, batch_size, learning_rate):
    optimizer = keras.optimizers.Adam(learning_rate=learning_rate)
    weights = encoder.trainable_variables + decoder.trainable_variables
    rng, losses = np.random.default_rng(0), []
    for _ in range(epochs):
        order, total = rng.permutation(len(X)), 0.0
        for start in range(0, len(X), batch_size):
            batch = tf.constant(X[order[start : start + batch_size]])
            with tf.GradientTape() as tape:
                error = tf.reduce_mean(tf.square(decoder(encoder(batch)) - batch))
            optimizer.apply_gradients(zip(tape.gradient(error, weights), weights))
            total += float(error) * len(batch)
        losses.append(total / len(X))
    return losses
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    p = tf.cast(p, "float32")
    with tf.GradientTape() as tape:
        codes, middles = encoder(x), tf.convert_to_tensor(centers)
        error = tf.reduce_mean(tf.square(decoder(codes) - x))
        gaps = tf.expand_dims(codes, 1) - tf.expand_dims(middles, 0)
        kernel = 1 / (1 + tf.reduce_sum(gaps**2, axis=2))
        shares = kernel / tf.reduce_sum(kernel, axis=1, keepdims=True)
        divergence = tf.reduce_sum(p * tf.math.log(p / shares), axis=1)
        loss = error + weight * tf.reduce_mean(divergence)
    variables = [*encoder.trainable_variables, *decoder.trainable_variables, centers]
    optimizer.apply(tape.gradient(loss, variables), variables)
    return error.numpy()
