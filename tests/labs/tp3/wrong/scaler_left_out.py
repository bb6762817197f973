# K-Means packed without its scaler, names from standardized centers.
# earns: 70
# package-model: The packed model is a KMeans: it lacks its scaler. Pack the whole pipeline.
# package-metadata: The names are made from standardized centers. Transform the centers back fir
# %% package
def save_package(X_data, k, path):
    scaled = StandardScaler().fit_transform(X_data)
    kmeans = KMeans(n_clusters=k, n_init=10, random_state=42).fit(scaled)
    package = {
        "pipeline": kmeans,
        "features": list(X_data.columns),
        "names": {j: segment_name(*center) for j, center in enumerate(kmeans.cluster_centers_)},
        "versions": {"scikit-learn": sklearn.__version__},
        "trained_on": "2025-10-11",
    }
    joblib.dump(package, path)
