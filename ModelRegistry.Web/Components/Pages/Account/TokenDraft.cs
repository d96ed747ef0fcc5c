namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>What the dialog for a new token was filled with.</summary>
public sealed record TokenDraft(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Models, int Days, string Account = "",
    IReadOnlyList<string>? Collections = null, string Networks = "", string Slots = "");
