using Microsoft.Playwright;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>
/// A dialog takes the focus a moment after it shows. What is typed before that goes where the focus is then, by hands as by tests; people are slower.
/// </summary>
internal static class DialogFocus
{
    private const string IsThere = "() => [...document.querySelectorAll('.mud-dialog-container')].every(dialog => dialog.contains(document.activeElement))";

    /// <summary>Waits until the focus is in the dialog that is open, if one is.</summary>
    public static Task WaitAsync(IPage page) => page.WaitForFunctionAsync(IsThere);
}
