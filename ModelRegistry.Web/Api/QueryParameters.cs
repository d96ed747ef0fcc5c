using System.Reflection;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>Refuses query parameters that an endpoint does not know, and known ones given twice: a misspelt filter would otherwise return everything.</summary>
internal static class QueryParameters
{
    public static EndpointFilterDelegate RefuseUnknown(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var parameters = endpoint.MethodInfo.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType == typeof(ArtifactTarget)))
        {
            return next; // The path says all about a file; what download tools append to it changes nothing.
        }

        var known = parameters.Where(IsText).Select(parameter => parameter.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return invocation =>
        {
            var request = invocation.HttpContext.Request;
            foreach (var (name, values) in request.Query)
            {
                if (!known.Contains(name) || request.RouteValues.ContainsKey(name))
                {
                    throw RegistryException.Malformed("parameter_unknown",
                        "The query holds a parameter that this address does not take. See /openapi/v1.json for those it takes.", name);
                }

                if (values.Count > 1)
                {
                    throw RegistryException.Malformed("parameter_repeated", $"The parameter '{name}' is given more than once.", name);
                }
            }

            return next(invocation);
        };
    }

    private static bool IsText(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) || parameter.ParameterType.IsValueType && parameter.ParameterType != typeof(CancellationToken);
}
