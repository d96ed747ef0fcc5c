using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Web.Components;
using MudBlazor;

namespace ModelRegistry.Tests.Components;

/// <summary>A page's surroundings: Mud services, a clock that stands still, a browser that answers nothing.</summary>
public abstract class ComponentTest : BunitContext, IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    // How long to wait for what will come; on a busy machine a second is too short, and nothing waits longer than it must.
    static ComponentTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(15);

    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFrame();
        Services.AddSingleton<TimeProvider>(Clock);
    }

    protected FakeTimeProvider Clock { get; } = new(Now);

    /// <summary>Where the entries of open menus are drawn.</summary>
    protected IRenderedComponent<MudPopoverProvider> Popovers { get; private set; } = null!;

    /// <summary>Where dialogs are drawn.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    // Some Mud services can only be disposed asynchronously.
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>The field with that label.</summary>
    protected static AngleSharp.Dom.IElement Field<T>(IRenderedComponent<T> within, string label)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        var found = within.FindAll("label").Single(one => one.TextContent.Trim() == label);
        return within.Find($"[id='{found.GetAttribute("for")}']");
    }

    /// <summary>The button that says so.</summary>
    protected static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> within, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => within.FindAll("button").Single(button => button.TextContent.Trim() == text);

    /// <summary>After the last registration: it builds the service provider.</summary>
    protected void RenderProviders(bool interactive = true)
    {
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo(interactive ? "Server" : "Static", interactive));
        Popovers = Render<MudPopoverProvider>();
        Dialogs = Render<MudDialogProvider>();
        Render<MudSnackbarProvider>();
    }
}
