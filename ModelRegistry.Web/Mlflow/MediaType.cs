using Microsoft.AspNetCore.StaticFiles;

namespace ModelRegistry.Web.Mlflow;

/// <summary>The type of a file by its name, as MLflow guesses it (<c>mlflow/utils/mime_type_utils.py</c>): what people read is plain text.</summary>
internal static class MediaType
{
    private const string Unknown = "application/octet-stream";
    private const string Plain = "text/plain";

    private static readonly FileExtensionContentTypeProvider Usual = new();

    private static readonly HashSet<string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt", ".log", ".err", ".cfg", ".conf", ".cnf", ".cf", ".ini", ".properties", ".prop", ".hocon", ".toml", ".yaml", ".yml", ".xml", ".json", ".js",
        ".py", ".py3", ".csv", ".tsv", ".md", ".rst",
    };

    public static string Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is "MLmodel" or "MLproject" || Read.Contains(Path.GetExtension(name)) ? Plain
            : Usual.TryGetContentType(name, out var type) ? type : Unknown;
    }
}
