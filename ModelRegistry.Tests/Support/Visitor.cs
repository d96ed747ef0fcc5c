using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ModelRegistry.Tests.Support;

/// <summary>Somebody with a browser of their own in front of a running registry.</summary>
public sealed class Visitor
{
    // In the page before its own scripts: a refusal by the content policy is not always an error on the console.
    private const string ReportPolicy =
        "addEventListener('securitypolicyviolation', e => console.error('Content policy: ' + e.violatedDirective + ' ' + e.blockedURI))";

    private readonly ConcurrentQueue<string> _complaints = new();
    // MudBlazor asks for the container of its menus before the first page is drawn, when the browser is slow, and finds it at
    // the first menu: its words are no fault of ours and nothing is missing then.
    // It also says when it begins anew, because another circuit draws the page after a long break.
    private readonly List<Regex> _expected = [new("^No Popover Container found"), new("^Popover Service already initialized")];

    private Visitor(RegistryApp app, IBrowserContext context)
    {
        App = app;
        Context = context;
    }

    public RegistryApp App { get; }

    public IBrowserContext Context { get; }

    /// <summary>Errors on the console of any tab, uncaught errors, and requests to other hosts.</summary>
    public IEnumerable<string> Complaints => _complaints.Where(complaint => !_expected.Any(expected => expected.IsMatch(complaint)));

    public static async Task<Visitor> EnterAsync(RegistryApp app, IBrowserContext context)
    {
        var visitor = new Visitor(app, context);
        await context.AddInitScriptAsync(ReportPolicy);
        context.Console += (_, message) => visitor.Complain(message.Type == "error", $"{message.Text} ({message.Page?.Url})");
        context.WebError += (_, error) => visitor.Complain(true, error.Error);
        context.Dialog += (_, dialog) =>
        {
            visitor.Complain(true, $"A script opened a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        context.Request += (_, request) => visitor.Complain(
            request.Url.StartsWith("http", StringComparison.Ordinal)
                && !request.Url.StartsWith(app.BaseAddress.ToString(), StringComparison.Ordinal), $"Request to {request.Url}");
        return visitor;
    }

    /// <summary>Complaints that belong to the story: a refused request, a cut connection.</summary>
    public void Expect(string complaint) => _expected.Add(new Regex(complaint));

    public Task CarryAsync(string cookie)
    {
        var parts = cookie.Split('=', 2);
        return Context.AddCookiesAsync([new Cookie { Name = parts[0], Value = parts[1], Url = App.BaseAddress.ToString() }]);
    }

    /// <summary>A new tab on an interactive page, ready to be used.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        var page = await OpenStaticAsync(address);
        await LiveAsync(page);
        return page;
    }

    /// <summary>A new tab on a page without a circuit.</summary>
    public async Task<IPage> OpenStaticAsync(string address)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>A click before the circuit lives is lost.</summary>
    public static Task LiveAsync(IPage page) => page.Locator("#live").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    public async Task KeepEvidenceAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "browser-failures")).FullName;
        var file = Path.Combine(folder, string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' ? c : '_')));
        for (var tab = 0; tab < Context.Pages.Count; tab++)
        {
            await Context.Pages[tab].ScreenshotAsync(new() { Path = $"{file}-{tab}.png", FullPage = true });
        }

        await Context.Tracing.StopAsync(new() { Path = $"{file}.zip" });
        Console.WriteLine($"Screenshots and trace: {file}*; console: {string.Join(" | ", _complaints)}");
    }

    private void Complain(bool when, string complaint)
    {
        if (when)
        {
            _complaints.Enqueue(complaint);
        }
    }
}
