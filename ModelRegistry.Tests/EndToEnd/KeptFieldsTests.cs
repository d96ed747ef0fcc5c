using Microsoft.Playwright;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What was typed while the connection was broken, for a moment, for too long, or over a restart of the server.</summary>
public sealed class KeptFieldsTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const string Noise = "WebSocket|Failed to start|connection|net::ERR|Failed to complete negotiation|Failed to reconnect|circuit|Error:";

    [Fact]
    public Task What_was_typed_into_a_connection_that_was_broken_already_is_saved() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var email = $"{RegistryApp.NewName("dora")}@example.test";
        visitor.Expect(Noise);
        await using var line = await Line.OfAsync(visitor.Context);
        var users = await UsersPage.OpenAsync(visitor);
        await users.OpenInvitingAsync();
        await Expect(users.EmailField).ToBeFocusedAsync();

        line.Lose();
        await users.FillInvitationAsync(email, "Dora");
        await line.CutAsync();
        await Expect(Broken(users.Tab)).ToBeVisibleAsync();
        line.Restore();
        await Expect(Broken(users.Tab)).ToBeHiddenAsync();

        await users.SendInvitationAsync();
        await Expect(users.Row(email)).ToContainTextAsync("Dora");
    });

    [Fact]
    public async Task After_a_break_that_was_too_long_a_form_is_filled_again_and_what_a_dialog_held_is_shown_until_it_is_opened()
    {
        var own = await BrowserFixture.StartAsync(("Pages:KeptSeconds", "1"));
        try
        {
            await own.VisitAsync(nameof(KeptFieldsTests), visitor => BrokenForLongAsync(own, visitor, async visitor =>
            {
                await using var line = await Line.OfAsync(visitor.Context);
                var (form, users) = await TypeAsync(visitor);
                var closed = own.App.ClosedCircuits;
                await line.CutAsync();
                await Until.HoldsAsync(() => own.App.ClosedCircuits == closed + 2, "the server gave both circuits up");
                line.Restore();
                return (form, users);
            }), own.Admin);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_a_restart_of_the_server_too_but_never_for_somebody_else()
    {
        var own = await BrowserFixture.StartAsync();
        try
        {
            await own.VisitAsync(nameof(KeptFieldsTests), visitor => BrokenForLongAsync(own, visitor, async visitor =>
            {
                var typed = await TypeAsync(visitor);
                await own.RestartAsync();
                return typed;
            }), own.Admin);
            await own.VisitAsync(nameof(KeptFieldsTests) + "-other", async visitor =>
            {
                visitor.Expect(Noise);
                var (form, _) = await TypeAsync(visitor);
                await visitor.CarryAsync(await own.App.SessionCookieAsync(own.Scientist));
                await form.ReloadAsync();
                await Visitor.LiveAsync(form);
                await Expect(Owner(form)).ToHaveValueAsync(own.Scientist.Name);
                await Expect(form.GetByLabel("Description")).ToHaveValueAsync("");
                await Expect(form.Locator("#kept")).ToBeHiddenAsync();
            }, own.Admin);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_page_that_is_drawn_anew_in_the_breath_that_says_so_is_filled_again()
    {
        var own = await BrowserFixture.StartAsync(("Pages:KeptSeconds", "1"));
        try
        {
            await own.VisitAsync(nameof(KeptFieldsTests) + "-drawn", async visitor =>
            {
                visitor.Expect(Noise);
                await using var line = await Line.OfAsync(visitor.Context);
                var form = await visitor.OpenAsync(Urls.RegisterModel);
                await Expect(Owner(form)).Not.ToHaveValueAsync("");
                await form.GetByLabel("Description").FillAsync("Half a description");
                await form.Locator("#live").EvaluateAsync("mark => mark.dataset.before = 'the break'");
                var closed = own.App.ClosedCircuits;
                await line.CutAsync();
                await Until.HoldsAsync(() => own.App.ClosedCircuits == closed + 1, "the server gave the circuit up");

                line.Gather("EndInvokeDotNet", "EndUpdateRootComponents");
                line.Restore();
                await form.Locator("#live:not([data-before])").WaitForAsync(new() { State = WaitForSelectorState.Attached });

                await Expect(form.GetByLabel("Description")).ToHaveValueAsync("Half a description");
            }, own.Admin);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("a click beside it")]
    public Task A_dialog_without_text_closes_by(string how) => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var users = await UsersPage.OpenAsync(visitor);
        await users.OpenInvitingAsync();
        await Expect(users.EmailField).ToBeFocusedAsync();

        await LeaveAsync(users.Tab, how);

        await Expect(users.EmailField).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_dialog_with_text_asks_before_Escape_closes_it_and_a_click_beside_does_nothing() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var users = await UsersPage.OpenAsync(visitor);
        await users.OpenInvitingAsync();
        await Expect(users.EmailField).ToBeFocusedAsync();
        await users.FillInvitationAsync("half@example.test", "");

        await LeaveAsync(users.Tab, "a click beside it");
        await LeaveAsync(users.Tab, "Escape");
        var question = users.Tab.GetByText("Close without keeping what you typed?");
        await Expect(question).ToBeVisibleAsync(); // and not closed by the click before it
        await users.ConfirmAsync("Go on typing");
        await Expect(question).ToBeHiddenAsync();
        await Expect(users.EmailField).ToHaveValueAsync("half@example.test");
        await LeaveAsync(users.Tab, "Escape");
        await users.ConfirmAsync("Close it");

        await Expect(users.EmailField).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_dialog_that_opens_again_because_what_was_typed_was_refused_still_holds_text() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var users = await UsersPage.OpenAsync(visitor);
        await users.BeginInvitingAsync(Browser.Scientist.Name);
        await users.SendInvitationAsync();
        await Expect(users.Message).ToContainTextAsync(Browser.Scientist.Name);
        await Expect(users.EmailField).ToHaveValueAsync(Browser.Scientist.Name);

        await LeaveAsync(users.Tab, "Escape");

        await Expect(users.Tab.GetByText("Close without keeping what you typed?")).ToBeVisibleAsync();
    });

    [Fact]
    public async Task A_card_holds_its_text_also_while_its_preview_shows()
    {
        var model = RegistryApp.NewName("card");
        await App.AModelAsync(Browser.Scientist, model);
        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Model(model, "card"));
            await page.GetByRole(AriaRole.Button, new() { Name = "Write the card" }).ClickAsync();
            await page.GetByLabel("Limits").FillAsync("Limits of it");
            await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
            await Expect(page.Locator(".card-preview")).ToContainTextAsync("Limits of it");

            await LeaveAsync(page, "Escape");
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on typing" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft", Exact = true }).ClickAsync();

            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Model card" })).ToContainTextAsync("Limits of it");
        });
    }

    [Fact]
    public Task A_list_that_is_open_takes_Escape_before_its_dialog() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var page = await visitor.OpenAsync(Urls.AdminMetrics);
        await page.GetByRole(AriaRole.Button, new() { Name = "Define a metric" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Number format" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();

        await LeaveAsync(page, "Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LeaveAsync(page, "Escape");

        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    });

    private static async Task LeaveAsync(IPage page, string how)
    {
        if (how == "Escape")
        {
            await page.Keyboard.PressAsync("Escape");
        }
        else
        {
            await page.Mouse.ClickAsync(5, 400);
        }
    }

    private static ILocator Owner(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Owner" });

    private static ILocator Broken(IPage page) => page.GetByText("The connection to the server is interrupted");

    /// <summary>Half of a model to register, and in another tab half of an invitation.</summary>
    private static async Task<(IPage Form, UsersPage Users)> TypeAsync(Visitor visitor)
    {
        var form = await visitor.OpenAsync(Urls.RegisterModel);
        await Expect(Owner(form)).Not.ToHaveValueAsync("");
        await form.GetByLabel("Description").FillAsync("Half a description");
        await form.GetByLabel("Restricted:").CheckAsync();
        var users = await UsersPage.OpenAsync(visitor);
        await users.BeginInvitingAsync("carol@example.test", "half a na");
        return (form, users);
    }

    private static async Task BrokenForLongAsync(BrowserFixture own, Visitor visitor, Func<Visitor, Task<(IPage Form, UsersPage Users)>> breaks)
    {
        visitor.Expect(Noise);
        var (form, users) = await breaks(visitor);

        await Expect(Broken(form)).ToBeHiddenAsync();
        await Expect(Owner(form)).ToHaveValueAsync(own.Admin.Name);
        await Expect(form.GetByLabel("Description")).ToHaveValueAsync("Half a description");
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("kept-one");
        await form.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await new AppPage(form).IsOnAsync(Urls.Model("kept-one"));
        var model = await own.App.Get<Core.Catalog.ModelQueries>().GetAsync("kept-one", own.Admin, default);
        Assert.True(model.Restricted);

        var notice = users.Tab.Locator("#kept");
        await Expect(notice).ToContainTextAsync("In “Invite somebody”, E-mail: carol@example.test");
        await Expect(notice).ToContainTextAsync("half a na");
        await users.Tab.Locator("#kept-close").WaitForAsync();
        await users.OpenInvitingAsync();
        await Expect(users.EmailField).ToHaveValueAsync("carol@example.test");
        await Expect(notice).ToBeHiddenAsync();
        await users.SendInvitationAsync();
        await Expect(users.Row("carol@example.test")).ToContainTextAsync("half a na");
    }
}
