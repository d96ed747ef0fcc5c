using ModelRegistry.Web.Commands;

return await RegistryCommands.RunAsync(args, Console.Out, Console.Error);

/// <summary>Named so that tests can host the program.</summary>
public partial class Program;
