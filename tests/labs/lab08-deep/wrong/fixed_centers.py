# The centers stay where K-Means put them.
# earns: 20
# joint-pull: The centers have not moved. They are variables of the optimizer too.
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    with tf.GradientTape() as tape:
        codes = encoder(x)
        error = tf.reduce_mean((decoder(codes) - x) ** 2)
        pull, pull_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
        loss = error + weight / len(x) * tf.reduce_sum(codes * pull)
    variables = encoder.trainable_variables + decoder.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply(gradients, variables)
    return error
