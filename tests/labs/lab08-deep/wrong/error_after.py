# The error after the step.
# earns: 19
# joint-pull: These networks restore each point: the error before the step is 0.
# joint-both: 0.5 and 1 are restored as 1 and 2: the mean squared error before the step is 0
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    with tf.GradientTape() as tape:
        codes = encoder(x)
        error = tf.reduce_mean((decoder(codes) - x) ** 2)
        pull, pull_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
        loss = error + weight / len(x) * tf.reduce_sum(codes * pull)
    variables = encoder.trainable_variables + decoder.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply([*gradients, weight / len(x) * pull_centers], [*variables, centers])
    return tf.reduce_mean((decoder(encoder(x)) - x) ** 2)
