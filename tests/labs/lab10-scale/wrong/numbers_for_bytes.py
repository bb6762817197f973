# Numbers are counted for bytes, and the message is as long as the block.
# earns: 16
# paper-tables: bytes_points counts numbers. Each number takes 8 bytes.
# paper-blocks: The message of a block is far smaller than the block: it does not depend on
# %% paper
bytes_points = 10**7 * 20
bytes_distances = 10**7 * 50
bytes_block = 250_000 * 20 * 8
bytes_message = bytes_block
