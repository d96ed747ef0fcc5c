using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>A value that somebody chose beside a search box: <c>framework = 'onnx'</c>.</summary>
public sealed record FilterChoice(string Field, string Value);

/// <summary>
/// A filter as choices: adds a comparison to its text or takes it away, so that what stands in the box, and with it the address, stays the whole truth.
/// Several values of one field become <c>in</c>.
/// </summary>
internal sealed class FilterChoices
{
    private readonly List<FilterNode> _parts;

    private FilterChoices(List<FilterNode> parts) => _parts = parts;

    /// <param name="filter">The filter; refused as ever where it cannot be read.</param>
    /// <param name="isField">Whether the list has a field of this name.</param>
    /// <param name="fields">Its fields, as an error names them.</param>
    /// <param name="wordFields">Where plain words are looked for once a comparison stands beside them, which the grammar cannot say otherwise.</param>
    public static FilterChoices Read(string? filter, Func<FilterField, bool> isField, string fields, params string[] wordFields)
    {
        var read = Filter.Read(filter, isField, fields);
        return new FilterChoices(read.Node switch
        {
            FilterAll all => [.. all.Nodes],
            { } one => [one],
            null => [.. read.Words.Select(word => Word(word, wordFields))],
        });
    }

    /// <summary>The values that must hold as it is: those of <c>=</c> and <c>in</c> that are not inside of <c>or</c> and <c>not</c>.</summary>
    public IReadOnlyList<FilterChoice> Chosen =>
        [.. _parts.OfType<FilterComparison>().Where(IsChoice).SelectMany(part => part.Values.Select(value => new FilterChoice(Name(part.Field), value.Text)))];

    /// <summary>The text with this choice, or without it where it was made; null when the grammar cannot say it.</summary>
    public string? Toggle(FilterChoice choice)
    {
        if (FilterText.Quoted(choice.Value) is null)
        {
            return null;
        }

        List<FilterNode> parts = [.. _parts];
        var at = parts.FindIndex(part => part is FilterComparison comparison && IsChoice(comparison) && Name(comparison.Field) == choice.Field);
        if (at < 0)
        {
            parts.Add(Comparison(choice.Field, [choice.Value]));
        }
        else
        {
            var values = ((FilterComparison)parts[at]).Values.Select(value => value.Text).ToList();
            if (!values.Remove(choice.Value))
            {
                values.Add(choice.Value);
            }

            if (values.Count == 0)
            {
                parts.RemoveAt(at);
            }
            else
            {
                parts[at] = Comparison(choice.Field, values);
            }
        }

        var text = parts.Count == 1 ? FilterText.Of(parts[0]) : FilterText.Of(new FilterAll(parts));
        return text.Length <= Filter.MaxLength ? text : null;
    }

    private static bool IsChoice(FilterComparison comparison) => comparison.Operator is FilterOperator.Equal or FilterOperator.In;

    private static string Name(FilterField field) => field.Prefix switch
    {
        "" or "attribute" or "attributes" => field.Key,
        "tag" => $"tags.{field.Key}",
        _ => $"{field.Prefix}.{field.Key}",
    };

    private static FilterComparison Comparison(string field, List<string> values)
    {
        var (prefix, key) = field.Split('.', 2) is [var before, var after] ? (before, after) : ("", field);
        return new FilterComparison(new FilterField(prefix, key, 0, 0), values.Count == 1 ? FilterOperator.Equal : FilterOperator.In,
            [.. values.Select(value => new FilterValue(value, null, 0, 0))])
        {
            At = (0, 0),
        };
    }

    private static FilterNode Word(string word, string[] fields)
    {
        List<FilterNode> anywhere =
        [
            .. fields.Select(field => new FilterComparison(new FilterField("", field, 0, 0), FilterOperator.ILike, [new FilterValue($"%{word}%", null, 0, 0)])
            {
                At = (0, 0),
            }),
        ];
        return FilterText.Quoted(word) is null ? throw RegistryException.Invalid("filter", "filter_invalid", "A word with both kinds of quotes stands alone.")
            : new FilterAny(anywhere);
    }
}
