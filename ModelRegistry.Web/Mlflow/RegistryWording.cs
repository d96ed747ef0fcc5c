using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Mlflow;

/// <summary>Says what clients and their scripts look for in MLflow's sentences, before the registry's own.</summary>
internal static class RegistryWording
{
    public static async ValueTask<object?> SayAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (RegistryException refusal) when (invocation.Arguments.OfType<MlflowRequest>().FirstOrDefault() is { } request)
        {
            throw Say(refusal, request) is { } sentence
                ? new RegistryException(refusal.Kind, refusal.Code, $"{sentence} {refusal.Message}", refusal.Field) { Details = refusal.Details }
                : refusal;
        }
    }

    private static string? Say(RegistryException refusal, MlflowRequest request)
    {
        var name = refusal.Code is "model_not_found" or "version_not_found" or "model_name_taken" ? request.Text("name") ?? "" : "";
        return refusal.Code switch
        {
            "model_not_found" when name.Contains('@', StringComparison.Ordinal) => $"Registered Model with name={name} not found. What stands behind an @ is "
                + "an alias: ask for it by GET registered-models/alias with name and alias, or load models:/name@alias.",
            "model_not_found" => $"Registered Model with name={name} not found.",
            "version_not_found" => $"Model Version (name={name}, version={request.Text("version")}) not found.",
            "model_name_taken" => $"Registered Model (name={request.Text("new_name") ?? name}) already exists.",
            _ => null,
        };
    }
}
