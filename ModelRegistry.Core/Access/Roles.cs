namespace ModelRegistry.Core.Access;

/// <summary>The seven roles. A person may have several; what each may do is in <see cref="Rights"/>.</summary>
public static class Roles
{
    public const string Viewer = "Viewer";
    public const string DataScientist = "DataScientist";
    public const string Reviewer = "Reviewer";
    public const string Operator = "Operator";
    public const string Emergency = "Emergency";
    public const string Admin = "Admin";
    public const string Auditor = "Auditor";

    public static IReadOnlyList<string> All { get; } = [Viewer, DataScientist, Reviewer, Operator, Emergency, Admin, Auditor];
}
