# The clustering loss has the weight 1.
# earns: 19
# joint-pull: The weight of the clustering loss is 2 here, and changes nothing.
# joint-both: With other networks a weight does not go down the sum of both losses.
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    with tf.GradientTape() as tape:
        codes = encoder(x)
        error = tf.reduce_mean((decoder(codes) - x) ** 2)
        pull, pull_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
        loss = error + 1 / len(x) * tf.reduce_sum(codes * pull)
    variables = encoder.trainable_variables + decoder.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply([*gradients, 1 / len(x) * pull_centers], [*variables, centers])
    return error
