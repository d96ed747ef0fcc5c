namespace ModelRegistry.Core.Common;

/// <summary>
/// The one exception family for refusals. Domain and services throw it, the API turns it into problem details
/// and pages into a sentence; anything else that is thrown is a bug.
/// </summary>
public sealed class RegistryException(RefusalKind kind, string code, string message, string? field = null)
    : Exception(message)
{
    public RefusalKind Kind { get; } = kind;

    /// <summary>Stable, for programs: <c>model_name_taken</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The input field that is wrong, as the API spells it; null when it is not about one field.</summary>
    public string? Field { get; } = field;

    /// <summary>Present state or findings that help the caller go on (written as members of the problem details).</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    public static RegistryException Malformed(string code, string message, string? field = null) =>
        new(RefusalKind.Malformed, code, message, field);

    public static RegistryException Invalid(string field, string code, string message) =>
        new(RefusalKind.Invalid, code, message, field);

    public static RegistryException NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);

    public static RegistryException Conflict(string code, string message, string? field = null) =>
        new(RefusalKind.Conflict, code, message, field);

    public static RegistryException Forbidden(string code, string message) => new(RefusalKind.Forbidden, code, message);
}

/// <summary>Why a call is refused; each kind has one HTTP status (design: 400, 401, 403, 404, 409, 413, 422, 429, 503).</summary>
public enum RefusalKind
{
    Malformed,
    NotAuthenticated,
    Forbidden,
    NotFound,
    Conflict,
    TooLarge,
    Invalid,
    TooMany,
    Unavailable,
}
