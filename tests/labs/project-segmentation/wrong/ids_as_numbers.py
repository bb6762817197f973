# IDs made numbers: 007 becomes 7.
# earns: 75
# write-lines: The first line is 007,B, not 7,B.
# %% write
def write_segments(found, path):
    found.assign(ID=found["ID"].astype(int))[["ID", "Segmentation"]].to_csv(path, index=False)
