using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Layout;

/// <summary>
/// Keeps the frame alive when a page throws. A refusal is shown in its own words; anything else is a bug: it is logged
/// under a number that the page shows, so that the two can be brought together.
/// </summary>
public sealed class PageErrorBoundary : ErrorBoundaryBase
{
    private string? traceId;

    [Inject]
    private ILogger<PageErrorBoundary> Logger { get; set; } = default!;

    protected override Task OnErrorAsync(Exception exception)
    {
        if (exception is RegistryException)
        {
            return Task.CompletedTask;
        }

        traceId = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();
        Logger.LogError(exception, "A page failed. Trace {TraceId}", traceId);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<PageFailure>(1);
        builder.AddComponentParameter(2, nameof(PageFailure.Refusal), (CurrentException as RegistryException)?.Message);
        builder.AddComponentParameter(3, nameof(PageFailure.TraceId), traceId);
        builder.AddComponentParameter(4, nameof(PageFailure.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }
}
