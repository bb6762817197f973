# DEC for IDEC: nothing restores the points.
# earns: 20
# joint-both: With weight 0 the encoder still learns to restore the points, and here it has
# %% joint
def joint_step(encoder, decoder, centers, x, p, optimizer, weight):
    with tf.GradientTape() as tape:
        codes = encoder(x)
        error = tf.reduce_mean((decoder(codes) - x) ** 2)
        pull, pull_centers = dec_gradient(codes.numpy(), centers.numpy(), p)
        loss = weight / len(x) * tf.reduce_sum(codes * pull)
    variables = encoder.trainable_variables 
    gradients = tape.gradient(loss, variables)
    optimizer.apply([*gradients, weight / len(x) * pull_centers], [*variables, centers])
    return error
