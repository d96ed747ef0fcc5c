using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>A running registry for one test alone: for stories about an empty one, or about everybody in it.</summary>
public sealed class OwnRegistry : IAsyncDisposable
{
    public RegistryApp App { get; } = new();

    public static async Task<OwnRegistry> StartAsync()
    {
        var own = new OwnRegistry();
        await own.App.InitializeAsync();
        return own;
    }

    public async ValueTask DisposeAsync() => await ((IAsyncLifetime)App).DisposeAsync();
}
