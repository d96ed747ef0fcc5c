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

    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFrame();
        Services.AddSingleton<TimeProvider>(Clock);
    }

    protected FakeTimeProvider Clock { get; } = new(Now);

    public Task InitializeAsync() => Task.CompletedTask;

    // Some Mud services can only be disposed asynchronously.
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>What is open above the page.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialog { get; private set; } = null!;

    /// <summary>After the last registration: it builds the service provider.</summary>
    protected void RenderProviders()
    {
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        Render<MudPopoverProvider>();
        Dialog = Render<MudDialogProvider>();
        Render<MudSnackbarProvider>();
    }
}
