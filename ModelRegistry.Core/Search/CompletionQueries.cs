using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Search;

/// <summary>Where somebody types a filter: <c>versions</c> of a model or <c>models</c>, the text so far, and the place of the caret in it.</summary>
public sealed record CompletionAsk(string? List = null, string? Model = null, string? Text = null, int? At = null);

/// <summary>
/// What may come next in a search box: fields, operators, and values that exist, as far as the reader sees them. Each list of names or values costs a
/// few seeks of an index, whatever the size of the registry.
/// </summary>
public sealed class CompletionQueries(RegistryStore store)
{
    public const string Versions = "versions";
    public const string Models = "models";

    /// <summary>Most names of one kind, and most values.</summary>
    public const int Most = 20;

    /// <summary>Most names of one kind that are offered as columns.</summary>
    public const int MostColumns = 50;

    private static readonly string[] Keyed = ["metrics", "params", "tags"];

    public Task<IReadOnlyList<FilterSuggestion>> SuggestAsync(CompletionAsk ask, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<FilterSuggestion>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var text = Text.Check("text", ask.Text, Filter.MaxLength);
            var source = await SourceAsync(db, ask, actor, ct);
            if (FilterCompletion.At(text, ask.At ?? text.Length, source.Has) is not { } place)
            {
                return [];
            }

            return place.Kind switch
            {
                SuggestionKind.Field => [.. place.OfFields(await FieldsAsync(source, place.Typed, ct))],
                SuggestionKind.Value => [.. place.OfValues(await source.ValuesAsync(place.Field!, place.Typed, ct))],
                _ => [.. place.Of(place.Fixed)],
            };
        }, ct);

    /// <summary>
    /// What can be a column: the metrics, parameters and tags of a model's versions, or the tags of models, as fields: <c>metrics.accuracy</c>.
    /// </summary>
    public Task<IReadOnlyList<string>> ColumnsAsync(string? modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<string>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            ICompletionSource source = modelName is null ? new ModelCompletion(db, actor, MostColumns)
                : new VersionCompletion(db, (await db.FindModelAsync(actor, modelName, ct)).Id, MostColumns);
            List<string> fields = [];
            foreach (var prefix in modelName is null ? ["tags"] : Keyed)
            {
                fields.AddRange((await source.KeysAsync(prefix, "", ct)).Select(key => $"{prefix}.{key}"));
            }

            return fields;
        }, ct);

    /// <summary>Those of the fields that no version of the model has, or no model: a column that a link or a saved view still names.</summary>
    public Task<IReadOnlyList<string>> MissingAsync(string? modelName, IReadOnlyList<string> fields, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<string>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            ICompletionSource source = modelName is null ? new ModelCompletion(db, actor, 1)
                : new VersionCompletion(db, (await db.FindModelAsync(actor, modelName, ct)).Id, 1);
            List<string> missing = [];
            foreach (var field in fields.Take(ColumnList.Most))
            {
                var (prefix, key) = field.Split('.', 2) is [var before, var after] ? (before, after) : ("", field);
                if (!Keyed.Contains(prefix) || await source.KeysAsync(prefix, key, ct) is not [var first, ..] || first != key)
                {
                    missing.Add(field);
                }
            }

            return missing;
        }, ct);

    /// <summary>The prefix of a field by its usual name.</summary>
    internal static string Prefix(FilterField field) => field.Prefix switch
    {
        "metric" => "metrics",
        "param" or "parameters" => "params",
        "tag" => "tags",
        var usual => usual,
    };

    internal static IReadOnlyList<string> Beginning(IEnumerable<string> texts, string start) =>
        [.. texts.Where(text => text.StartsWith(start, StringComparison.OrdinalIgnoreCase))];

    internal static IReadOnlyList<string> Words(FilterField field, string start) => Beginning(field.Attribute switch
    {
        "status" => ["READY", "PENDING", "FAILED"],
        "archived" or "quarantined" => ["true", "false"],
        _ => [],
    }, start);

    private static async Task<ICompletionSource> SourceAsync(RegistryDbContext db, CompletionAsk ask, Actor actor, CancellationToken ct) => ask switch
    {
        { List: null or Versions, Model: { } name } => new VersionCompletion(db, (await db.FindModelAsync(actor, name, ct)).Id, Most),
        { List: null or Models, Model: null } => new ModelCompletion(db, actor, Most),
        { List: Versions } => throw RegistryException.Invalid("model", "field_required", "model must name the model whose versions are searched."),
        _ => throw RegistryException.Invalid("list", "list_unknown", "list is models, or versions together with a model."),
    };

    // "acc" finds metrics.accuracy, "tags." and "ta" all tags, "tags.te" those that begin so.
    private static async Task<IReadOnlyList<string>> FieldsAsync(ICompletionSource source, string typed, CancellationToken ct)
    {
        var dot = typed.IndexOf('.', StringComparison.Ordinal);
        var named = dot < 0 ? "" : Prefix(new FilterField(typed[..dot].ToLowerInvariant(), "", 0, 0));
        List<string> fields = dot < 0 ? [.. Beginning(source.Fields, typed)] : [];
        foreach (var prefix in Keyed.Where(prefix => dot < 0 || prefix == named))
        {
            var start = dot >= 0 ? typed[(dot + 1)..] : prefix.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? "" : typed;
            fields.AddRange((await source.KeysAsync(prefix, start, ct)).Select(key => $"{prefix}.{key}"));
        }

        return fields;
    }
}
