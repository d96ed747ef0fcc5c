using ModelRegistry.Core.Common;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Mlflow;

/// <summary>
/// The orders that MLflow's clients ask for: one column each, with ASC or DESC; what is equal follows by name, and then the higher version first.
/// </summary>
internal static class MlflowOrders
{
    private static readonly string[] TieBreaks = ["name", "version_number"];

    public static KeysetOrder<Model> OfModels(IReadOnlyList<string> orderBy, string question)
    {
        var order = new KeysetOrder<Model>(question);
        var columns = Read(orderBy, "name", "last_updated_timestamp");
        foreach (var (column, descending) in columns)
        {
            if (column == "name")
            {
                order.By(model => model.NormalizedName, descending);
            }
            else
            {
                order.By(model => model.UpdatedAt, descending);
            }
        }

        if (columns.All(column => column.Name != "name"))
        {
            order.By(model => model.NormalizedName, descending: false);
        }

        return order;
    }

    /// <param name="orderBy">What was asked for.</param>
    /// <param name="ofOneModel">All of them are of one model, whose name orders nothing.</param>
    /// <param name="question">What a page token belongs to.</param>
    public static KeysetOrder<ListedVersion> OfVersions(IReadOnlyList<string> orderBy, bool ofOneModel, string question)
    {
        var order = new KeysetOrder<ListedVersion>(question);
        var columns = Read(orderBy, "name", "version_number", "creation_timestamp", "last_updated_timestamp");
        if (columns.Count == 0)
        {
            columns = [("last_updated_timestamp", true)];
        }

        foreach (var (column, descending) in columns)
        {
            Add(order, column, descending, ofOneModel);
        }

        foreach (var column in TieBreaks.Except(columns.Select(column => column.Name)))
        {
            Add(order, column, column == "version_number", ofOneModel);
        }

        return order;
    }

    private static void Add(KeysetOrder<ListedVersion> order, string column, bool descending, bool ofOneModel)
    {
        switch (column)
        {
            case "name" when ofOneModel:
                break;
            case "name":
                order.By(row => row.NormalizedName, descending);
                break;
            case "version_number":
                order.By(row => row.Version.Number, descending);
                break;
            case "creation_timestamp":
                order.By(row => row.Version.CreatedAt, descending);
                break;
            default:
                order.By(row => row.Version.TouchedAt, descending);
                break;
        }
    }

    private static List<(string Name, bool Descending)> Read(IReadOnlyList<string> orderBy, params string[] known)
    {
        List<(string Name, bool Descending)> columns = [];
        foreach (var entry in orderBy)
        {
            var words = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var name = words.Length is 1 or 2 ? Name(words[0]) : "";
            var direction = words.Length == 2 ? words[1].ToUpperInvariant() : "ASC";
            if (!known.Contains(name) || direction is not ("ASC" or "DESC"))
            {
                throw RegistryException.Invalid("order_by", "order_invalid",
                    $"Invalid order_by clause '{entry}': each entry is one of {string.Join(", ", known)}, with ASC or DESC after it if you like.");
            }

            if (columns.Exists(column => column.Name == name))
            {
                throw RegistryException.Invalid("order_by", "order_invalid", $"`order_by` contains duplicate fields: '{name}' is there twice. Name it once.");
            }

            columns.Add((name, direction == "DESC"));
        }

        return columns;
    }

    /// <summary>Bare, or behind <c>attribute.</c>; in quotes of any kind.</summary>
    private static string Name(string word)
    {
        var bare = word.StartsWith("attribute.", StringComparison.Ordinal) ? word["attribute.".Length..] : word;
        var name = bare.Trim('`', '"');
        return name == "timestamp" ? "last_updated_timestamp" : name;
    }
}
