using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>One part of an order: <c>metrics.accuracy desc</c>.</summary>
internal sealed record OrderTerm(FilterField Field, bool Descending, string Text);

/// <summary>Reads <c>orderBy</c>: fields of the filter grammar with <c>asc</c> or <c>desc</c> after them, with commas between.</summary>
internal static class OrderTerms
{
    public const int Most = 3;
    private const int MaxLength = 500;

    public static IReadOnlyList<OrderTerm> Read(string? orderBy, string what, string fields)
    {
        var text = Text.Check("orderBy", orderBy, MaxLength);
        var tokens = FilterScanner.Scan(text);
        List<OrderTerm> terms = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != FilterTokenKind.Field || terms.Count == Most)
            {
                throw Refuse(orderBy, what, fields);
            }

            var field = tokens[i];
            var direction = i + 1 < tokens.Count && tokens[i + 1].Kind == FilterTokenKind.Field ? tokens[++i].Value.ToLowerInvariant() : "asc";
            if (direction is not ("asc" or "desc") || (i + 1 < tokens.Count && (tokens[++i].Kind != FilterTokenKind.Comma || i + 1 == tokens.Count)))
            {
                throw Refuse(orderBy, what, fields);
            }

            terms.Add(new OrderTerm(FilterField.Of(field), direction == "desc", field.Value));
        }

        return terms;
    }

    public static RegistryException Refuse(string? orderBy, string what, string fields) => RegistryException.Invalid("orderBy", "order_invalid",
        $"'{orderBy}' is no order of {what}. Use up to {Most.Text()} of {fields}, with asc or desc after each if you like and commas between.");
}
