namespace ModelRegistry.Web.Components.Shared;

/// <summary>What a chip means; the shape in front of its text says the same as its colour.</summary>
public enum ChipKind
{
    Neutral,
    Good,
    Bad,
    Warn,
    Accent,
}

internal static class ChipStyle
{
    public static string Css(this ChipKind kind) => kind switch
    {
        ChipKind.Good => "good",
        ChipKind.Bad => "bad",
        ChipKind.Warn => "warn",
        ChipKind.Accent => "accent",
        ChipKind.Neutral => "",
    };

    public static string? Shape(this ChipKind kind) => kind switch
    {
        ChipKind.Good => "✓",
        ChipKind.Bad => "✕",
        ChipKind.Warn => "!",
        ChipKind.Accent => "●",
        ChipKind.Neutral => null,
    };
}
