namespace ModelRegistry.Core.Common;

/// <summary>How many rows a client of MLflow asks for at once.</summary>
internal static class PageSize
{
    public static int Of(int asked, int most, string field = "max_results") => asked >= 1 && asked <= most ? asked
        : throw RegistryException.Invalid(field, "page_size_invalid", $"Invalid value {asked.Text()} for parameter '{field}' supplied: it must be at least 1 "
            + $"and at most {most.Text()}.");
}
