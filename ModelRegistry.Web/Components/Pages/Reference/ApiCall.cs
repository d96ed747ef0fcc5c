using System.Text;

namespace ModelRegistry.Web.Components.Pages.Reference;

/// <summary>The answer to a call that was tried.</summary>
public sealed record ApiTrial(int Status, string Type, string Text, bool Cut, int Milliseconds);

/// <summary>Makes the address of a call out of what was typed.</summary>
internal static class ApiCall
{
    /// <summary>The one part of an address that may hold slashes.</summary>
    private const string Folders = "path";

    /// <summary>Relative to the base address, so that a path base works; null with a refusal where a part of the path is missing.</summary>
    public static string? Address(ApiOperation operation, IReadOnlyDictionary<string, string> values, out string? refusal)
    {
        var path = operation.Path.TrimStart('/');
        foreach (var part in operation.Parameters.Where(parameter => parameter.In == "path"))
        {
            if (values.GetValueOrDefault(part.Name) is not { Length: > 0 } value)
            {
                refusal = $"{part.Name} is part of the address: say which.";
                return null;
            }

            // "." and ".." would be taken out of the address by the browser and lead to another call.
            if (value.Split('/').Any(segment => segment is "." or ".."))
            {
                refusal = $"{part.Name} cannot be '.' or '..'.";
                return null;
            }

            var escaped = part.Name == Folders ? string.Join('/', value.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(value);
            path = path.Replace($"{{{part.Name}}}", escaped, StringComparison.Ordinal);
        }

        var query = new StringBuilder();
        foreach (var part in operation.Parameters.Where(parameter => parameter.In == "query"))
        {
            if (values.GetValueOrDefault(part.Name) is { Length: > 0 } value)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(part.Name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        refusal = null;
        return path + query;
    }
}
