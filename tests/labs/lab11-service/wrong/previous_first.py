# The alias previous moves before the version is known to exist; a rollback can be rolled back; the example is the table.
# earns: 21
# register-version: The registry holds a KMeans without its scaler. Log the whole pipeline.
# register-example: The example has 80 rows. One is enough.
# release-nothing: Version 9 does not exist, but the aliases are now
# rollback-once: A second rollback has nowhere to go, but the aliases are now
# %% register
def register(pipeline, table, segments, name):
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(
            pipeline[-1], name="model", registered_model_name=name, pip_requirements=["scikit-learn"],
            signature=infer_signature(table, pipeline.predict(table)),
            input_example=table, metadata={"segments": segments},
        )
    return info.registered_model_version
# %% release
def release(name, version):
    now = client.get_registered_model(name).aliases.get("champion")
    if str(now) != str(version):
        if now:
            client.set_registered_model_alias(name, "previous", str(now))
        client.set_registered_model_alias(name, "champion", str(version))
# %% rollback
def rollback(name):
    aliases = client.get_registered_model(name).aliases
    if "previous" not in aliases:
        raise LookupError(name)
    client.set_registered_model_alias(name, "champion", str(aliases["previous"]))
    client.set_registered_model_alias(name, "previous", str(aliases["champion"]))
    return aliases["previous"]
