using ModelRegistry.Core.Accounts;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Layout;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Promotions;
using MudBlazor;
using MudBlazor.Services;

namespace ModelRegistry.Web.Components;

public static class FrameServices
{
    /// <summary>What the frame and the shared components need; sign-in, Core and the hub's limits are registered by Program.</summary>
    public static IServiceCollection AddFrame(this IServiceCollection services)
    {
        services.AddMudServices(options =>
        {
            // Below: above they would cover the buttons of the page.
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomStart;
            options.SnackbarConfiguration.MaximumOpacity = 100;
            options.SnackbarConfiguration.PreventDuplicates = true;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.ShowTransitionDuration = 100;
            options.SnackbarConfiguration.HideTransitionDuration = 200;
        });
        services.AddCascadingAuthenticationState();
        services.AddCascadingValue(provider => provider.GetService<PersonNames>()!); // tests of single components have none
        services.AddScoped<CircuitChanges>();
        services.AddScoped<CircuitActor>();
        services.AddSingleton<PaletteSearch>();
        services.AddSingleton<RequestSheets>();
        services.AddSingleton<NumberedPlaces>();
        services.AddSingleton<ModelSheets>();
        services.AddSingleton<HomeSheets>();
        return services;
    }
}
