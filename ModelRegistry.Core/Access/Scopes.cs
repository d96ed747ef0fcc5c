namespace ModelRegistry.Core.Access;

/// <summary>What a token may be used for; always within its owner's rights.</summary>
public static class Scopes
{
    public const string Read = "read";
    public const string Log = "log";
    public const string Register = "register";
    public const string Promote = "promote";
    public const string Check = "check";

    /// <summary>For serving hosts: which version a slot points at, and the files of what is in a slot now; nothing else.</summary>
    public const string Resolve = "resolve";

    public const string Rollback = "rollback";

    /// <summary>
    /// For the directory that provisions people and teams, and for nothing else: alone in its token, which an admin makes. Not among the others.
    /// </summary>
    public const string Provision = "provision";

    public static IReadOnlyList<string> All { get; } = [Read, Log, Register, Promote, Check, Resolve, Rollback];
}
