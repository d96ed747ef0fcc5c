using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.Registrations;

/// <summary>
/// Notes on a logged model which versions were made of it, as MLflow's server does (<c>mlflow/server/handlers.py</c>): clients read it from the tag and
/// show it.
/// </summary>
internal static class LoggedModelNote
{
    public const string Tag = "mlflow.modelVersions";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A tag that holds something else by now stays as it is.</summary>
    public static async Task AddAsync(RegistryDbContext db, string loggedModelId, string model, int version, CancellationToken ct)
    {
        var found = await db.LoggedModels.Where(row => row.Id == loggedModelId).Select(row => new
        {
            row.Key,
            Value = db.LoggedModelLabels.Where(label => label.ModelKey == row.Key && !label.IsParam && label.Key == Tag).Select(label => label.Value)
                .FirstOrDefault(),
        }).SingleAsync(ct);
        if (Read(found.Value) is { } versions)
        {
            versions.Add(new JsonObject { ["name"] = model, ["version"] = version });
            await db.ReplaceAsync(RunTables.Labels, [[found.Key, false, Tag, versions.ToJsonString(Plain)]], ct);
        }
    }

    private static JsonArray? Read(string? value)
    {
        try
        {
            return value is null ? [] : JsonNode.Parse(value) as JsonArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
