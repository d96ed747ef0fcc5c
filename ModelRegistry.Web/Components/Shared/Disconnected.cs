using Microsoft.JSInterop;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>Tells "the viewer has left" from a real failure, for calls into the browser.</summary>
public static class Disconnected
{
    public static bool Is(Exception exception) =>
        exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException;
}
