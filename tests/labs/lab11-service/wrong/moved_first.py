# The old champion is read after the alias has moved; a rider's own row is the example; the number before is the way back.
# earns: 19
# register-signature: The signature does not name the columns. Make it from the table, not from an
# register-example: The example is a rider's own row, and everybody who reads the registry reads
# release-champion: Both aliases point to the new version. Read the old champion before you move
# release-nothing: Version 2 was released twice, and now the way back leads to version 2.
# rollback-once: Version 2 is the number before 3, but it was never in use.
# load-missing: Without a champion MLflow's own exception comes out.
# %% register
def register(pipeline, table, segments, name):
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(
            pipeline, name="model", registered_model_name=name, pip_requirements=["scikit-learn"],
            signature=infer_signature(table.to_numpy(), pipeline.predict(table)),
            input_example=table.head(1), metadata={"segments": segments},
        )
    return info.registered_model_version
# %% release
def release(name, version):
    first = "champion" not in client.get_registered_model(name).aliases
    client.set_registered_model_alias(name, "champion", str(version))
    if not first:
        now = client.get_registered_model(name).aliases["champion"]
        client.set_registered_model_alias(name, "previous", str(now))
# %% rollback
def rollback(name):
    now = int(client.get_registered_model(name).aliases["champion"])
    if now == 1:
        raise LookupError(name)
    client.set_registered_model_alias(name, "champion", str(now - 1))
    return now - 1
# %% load
def load_champion(name):
    address = f"models:/{name}@champion"
    return mlflow.sklearn.load_model(address), get_model_info(address).metadata["segments"]
