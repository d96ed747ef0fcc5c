using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Pages.Slots;

/// <summary>What was typed into the dialog for an alias, and what the registry said to it.</summary>
public sealed record AliasDraft(string Alias, string Version, RegistryException? Refusal = null);
