"""Districts of India in 2011: Ward's five groups, from six shares of the census itself."""

import numpy as np
import pandas as pd
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from course_lib.hierarchy import AgglomerativeClustering
from course_lib.real_data import census_districts


def run() -> dict:
    """Return the silhouette for two to eight groups, and the five groups with their main states.

    Returns
    -------
    tables : dict
    """
    districts = census_districts()
    table = shares(districts)
    X = StandardScaler().fit_transform(table)
    cut = {k: AgglomerativeClustering(k, linkage="ward").fit_predict(X) for k in range(2, 9)}
    groups = table.groupby(cut[5]).mean().round(1).assign(districts=np.bincount(cut[5]))
    names = districts["State Name"].str.title().groupby(cut[5])
    groups["most often in"] = names.agg(lambda state: ", ".join(state.value_counts().index[:3]))
    return {
        "silhouette": {k: round(float(silhouette_score(X, cut[k])), 3) for k in cut},
        "groups": groups.sort_values("literate (%)", ascending=False).to_dict("records"),
    }


def shares(districts: pd.DataFrame) -> pd.DataFrame:
    """Turn head counts into six numbers that do not depend on the size of a district.

    Parameters
    ----------
    districts : DataFrame
        As `census_districts` returns it.

    Returns
    -------
    table : DataFrame of shape (n_districts, 6)
        Literate among age 7 and over, children to age 6, scheduled castes and tribes in percent of
        all persons; farm work in percent of all workers; women to 1,000 men.
    """
    count = districts.__getitem__
    persons, farm = count("TOT_P"), ["MAIN_CL_P", "MAIN_AL_P", "MARG_CL_P", "MARG_AL_P"]
    return pd.DataFrame(
        {
            "literate (%)": 100 * count("P_LIT") / (persons - count("P_06")),
            "children (%)": 100 * count("P_06") / persons,
            "castes (%)": 100 * count("P_SC") / persons,
            "tribes (%)": 100 * count("P_ST") / persons,
            "farm work (%)": 100 * count(farm).sum(axis=1) / count("TOT_WORK_P"),
            "women to 1,000 men": 1000 * count("TOT_F") / count("TOT_M"),
        }
    )
