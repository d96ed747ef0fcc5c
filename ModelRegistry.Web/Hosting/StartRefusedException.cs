namespace ModelRegistry.Web.Hosting;

/// <summary>A setting or the state of the machine does not let the registry start; the message says what to change.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
