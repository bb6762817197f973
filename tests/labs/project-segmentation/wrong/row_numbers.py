# A column of row numbers.
# earns: 75
# write-lines: The heading is ID,Segmentation, not ,ID,Segmentation. Leave the row numbers ou
# %% write
def write_segments(found, path):
    found.to_csv(path)
