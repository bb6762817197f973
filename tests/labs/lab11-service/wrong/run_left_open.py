# The run is never closed.
# earns: 22
# register-version: The run was left open. Write `with mlflow.start_run():`.
# register-signature: The run was left open. Write `with mlflow.start_run():`.
# register-example: The run was left open. Write `with mlflow.start_run():`.
# %% register
def register(pipeline, table, segments, name):
    mlflow.start_run()
    info = mlflow.sklearn.log_model(
        pipeline, name="model", registered_model_name=name, pip_requirements=["scikit-learn"],
        signature=infer_signature(table, pipeline.predict(table)),
        input_example=table.mean().to_frame().T, metadata={"segments": segments},
    )
    return info.registered_model_version
