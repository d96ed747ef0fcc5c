using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>What a client of MLflow sends as <c>order_by</c>: one field an entry, with <c>ASC</c> or <c>DESC</c> after it.</summary>
internal static class MlflowOrder
{
    private const int Most = 20;
    private const int MaxLength = 1_000;

    public static IReadOnlyList<OrderTerm> Read(IReadOnlyList<string>? orderBy, string what, string fields)
    {
        List<OrderTerm> terms = [];
        foreach (var entry in orderBy ?? [])
        {
            var tokens = FilterScanner.Scan(Text.Check("order_by", entry, MaxLength));
            var direction = tokens.Count == 2 ? tokens[1].Value.ToUpperInvariant() : "ASC";
            if (tokens.Count is 0 or > 2 || tokens[0].Kind != FilterTokenKind.Field || direction is not ("ASC" or "DESC"))
            {
                throw Refuse(entry, what, fields);
            }

            var term = new OrderTerm(FilterField.Of(tokens[0]), direction == "DESC", tokens[0].Value);
            if (terms.Exists(other => (other.Field.Attribute ?? other.Text) == (term.Field.Attribute ?? term.Text)))
            {
                throw RegistryException.Invalid("order_by", "order_invalid", $"order_by names '{term.Text}' twice. Name it once.");
            }

            terms.Add(term);
        }

        return terms.Count <= Most ? terms : throw RegistryException.Invalid("order_by", "order_invalid", $"order_by has more than {Most.Text()} entries.");
    }

    public static RegistryException Refuse(string? entry, string what, string fields) => RegistryException.Invalid("order_by", "order_invalid",
        $"Invalid order_by entry '{entry}' for {what}. Each entry is one of {fields}, with ASC or DESC after it if you like.");
}
