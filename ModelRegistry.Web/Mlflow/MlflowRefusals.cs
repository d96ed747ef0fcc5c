using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Mlflow;

/// <summary>Refusals by MLflow's own codes, where a call has another one for a case than <see cref="MlflowFault"/> would choose.</summary>
internal static class MlflowRefusals
{
    public static RegistryException Invalid(string message) => new(RefusalKind.Malformed, MlflowFault.InvalidParameter, message);

    public static RegistryException NotThere(string message) => new(RefusalKind.NotFound, MlflowFault.NotThere, message);

    public static RegistryException Exists(string message) => new(RefusalKind.Conflict, MlflowFault.AlreadyExists, message);

    public static RegistryException Denied(string message) => new(RefusalKind.Forbidden, MlflowFault.Denied, message);

    public static RegistryException NotImplemented(string message) => new(RefusalKind.Malformed, MlflowFault.NotImplemented, message);
}
