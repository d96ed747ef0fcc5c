using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>
/// A form or dialog, as somebody uses it: where it is, how it is opened, into which field what is typed, and how it is saved. What was saved is
/// found in the audit trail, because every change is; but for views, which decide nothing.
/// </summary>
internal sealed record FormUnderTest(string Address, Func<IPage, ILocator> Field, string Text, Func<IPage, Task> Save)
{
    /// <summary>The components whose fields this stands for.</summary>
    public required string[] Of { get; init; }

    /// <summary>What has to be pressed until the field is there.</summary>
    public Func<IPage, Task>? Open { get; init; }

    /// <summary>A box that is ticked; else text is typed.</summary>
    public bool Ticks { get; init; }

    /// <summary>What the audit trail says of it, where that is not the text.</summary>
    public string? Recorded { get; init; }

    public async Task<IPage> ShowAsync(IPage page)
    {
        await Expect(page.Locator("main h1").First).ToBeVisibleAsync();
        await (Open?.Invoke(page) ?? Task.CompletedTask);
        await Expect(Field(page)).ToBeVisibleAsync();
        await DialogFocus.WaitAsync(page);
        return page;
    }

    // Leaving the field sends it also where the field waits for that.
    public async Task TypeAsync(IPage page)
    {
        if (Ticks)
        {
            await Field(page).CheckAsync();
            return;
        }

        await Field(page).FillAsync(Text);
        await Field(page).BlurAsync();
    }

    public Task IsThereAsync(IPage page) => Ticks ? Expect(Field(page)).ToBeCheckedAsync() : Expect(Field(page)).ToHaveValueAsync(Text);
}
