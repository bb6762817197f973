# A version that explains nothing, a release without memory, and the latest version instead of the champion.
# earns: 18
# register-version: The names of the clusters do not travel with the model
# register-signature: The version has no signature: nobody can check what is sent to it.
# register-example: The version has no input example.
# release-champion: Nobody remembers the champion before. Without it there is no way back.
# release-nothing: With more versions the aliases are wrong.
# load-alias: That is the latest version. The champion is another one: ask for the alias.
# load-missing: There is no champion, and load_champion answers all the same.
# %% register
def register(pipeline, table, segments, name):
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(pipeline, name="model", registered_model_name=name, pip_requirements=["scikit-learn"])
    return info.registered_model_version
# %% release
def release(name, version):
    if str(client.get_registered_model(name).aliases.get("champion")) != str(version):
        client.set_registered_model_alias(name, "champion", version)
# %% load
def load_champion(name):
    try:
        address = f"models:/{name}/latest"
        return mlflow.sklearn.load_model(address), get_model_info(address).metadata["segments"]
    except MlflowException:
        raise LookupError(f"{name}: no champion") from None
