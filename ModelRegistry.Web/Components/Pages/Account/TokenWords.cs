using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Web.Components.Pages.Promotions;
using MudBlazor;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>What the pages of tokens say.</summary>
internal static class TokenWords
{
    /// <summary>Asks whether it is to be revoked; why, or null when it is not.</summary>
    public static Task<string?> AskToRevokeAsync(IDialogService dialogs, TokenView token, bool required) => ReasonDialog.AskAsync(dialogs,
        $"Revoke “{token.Name}”?", "Scripts that use this token are refused from now on. A revoked token cannot be brought back; make a new one instead. "
            + "What it registered and changed is listed then.", "Revoke", required, AccessToken.ReasonMaxLength);

    public static string Revoked(TokenView token) => $"“{token.Name}” is revoked. This is what it touched.";
}
