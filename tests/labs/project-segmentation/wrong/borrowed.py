# The library of the course.
# earns: 69
# validate-columns: `course_lib.customer_schema` is withheld here: write the step yourself.
# validate-values: `course_lib.customer_schema` is withheld here: write the step yourself.
# validate-ids: `course_lib.customer_schema` is withheld here: write the step yourself.
# names-vote: `majority` comes from course_lib.segmentation, which is withheld here.
# names-edges: `majority` comes from course_lib.segmentation, which is withheld here.
# %% names
from course_lib.segmentation import majority


def name_clusters(labels, segments, n_clusters):
    return majority(np.asarray(labels), np.asarray(segments), n_clusters)
# %% validate
def validate(table):
    from course_lib.customer_schema import check_customers

    check_customers(table)
