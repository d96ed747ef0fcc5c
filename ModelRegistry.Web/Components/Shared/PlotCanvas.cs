using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// Plotly.Blazor's chart, which throws when the viewer leaves while it draws; here that is no failure.
/// </summary>
public sealed class PlotCanvas : PlotlyChart, IAsyncDisposable
{
    [Parameter]
    public EventCallback Drawn { get; set; }

    public async Task RedrawAsync()
    {
        try
        {
            await React();
        }
        catch (Exception e) when (Disconnected.Is(e))
        {
            // Nobody is there to see it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            await base.OnAfterRenderAsync(firstRender);
            if (firstRender)
            {
                await Drawn.InvokeAsync();
            }
        }
        catch (Exception e) when (Disconnected.Is(e))
        {
            // Nobody is there to see it.
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        try
        {
            await DisposeAsync();
        }
        catch (Exception e) when (Disconnected.Is(e))
        {
            // The browser has thrown the chart away already.
        }
    }
}
