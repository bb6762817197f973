# The pull of the sum.
# earns: 19
# joint-pull: The pull belongs to the sum over the points of the batch. Divide by their numb
# joint-both: With other networks a weight does not go down the sum of both losses.
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    with tf.GradientTape() as tape:
        codes = encoder(x)
        error = tf.reduce_mean((decoder(codes) - x) ** 2)
        pull, pull_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
        loss = error + weight * tf.reduce_sum(codes * pull)
    variables = encoder.trainable_variables + decoder.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply([*gradients, weight * pull_centers], [*variables, centers])
    return error
