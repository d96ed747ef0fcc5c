using MudBlazor;

namespace ModelRegistry.Web.Theme;

/// <summary>
/// The one place where colours are decided. Both schemes are written into every page as CSS variables
/// (see App.razor), so that switching needs neither the server nor a reload; app.css only mixes these.
/// </summary>
public static class RegistryTheme
{
    public static MudTheme Light { get; } = Create(":root");

    public static MudTheme Dark { get; } = Create(":root[data-scheme=dark]");

    private static MudTheme Create(string scope) => new()
    {
        PaletteLight = LightColours(),
        PaletteDark = DarkColours(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "53px" },
        Typography = Fonts(),
        PseudoCss = new PseudoCss { Scope = scope },
    };

    private static PaletteLight LightColours() => new()
    {
        Primary = "#2b55d4",
        PrimaryContrastText = "#ffffff",
        Secondary = "#5b6570",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#5b6570",
        Info = "#2b55d4",
        Success = "#17734a",
        SuccessContrastText = "#ffffff",
        Warning = "#8a5300",
        WarningContrastText = "#ffffff",
        Error = "#b3261e",
        ErrorContrastText = "#ffffff",
        Background = "#f6f7f9",
        BackgroundGray = "#eef0f3",
        Surface = "#ffffff",
        TextPrimary = "#1b1f24",
        TextSecondary = "#5b6570",
        TextDisabled = "#606a75",
        ActionDefault = "#5b6570",
        ActionDisabled = "#606a75",
        ActionDisabledBackground = "#eef0f3",
        DrawerBackground = "#ffffff",
        DrawerText = "#1b1f24",
        DrawerIcon = "#5b6570",
        AppbarBackground = "#ffffff",
        AppbarText = "#1b1f24",
        LinesDefault = "#e3e6eb",
        LinesInputs = "#7f8a96",
        TableLines = "#e3e6eb",
        TableHover = "#f0f2f6",
        Divider = "#e3e6eb",
        Skeleton = "#d9dde4",
        OverlayDark = "rgba(15,18,22,0.45)",
    };

    private static PaletteDark DarkColours() => new()
    {
        Primary = "#8fabff",
        PrimaryContrastText = "#0f1216",
        Secondary = "#9aa5b1",
        SecondaryContrastText = "#0f1216",
        Tertiary = "#9aa5b1",
        TertiaryContrastText = "#0f1216",
        Info = "#8fabff",
        InfoContrastText = "#0f1216",
        Success = "#5fd39a",
        SuccessContrastText = "#0f1216",
        Warning = "#f0b35a",
        WarningContrastText = "#0f1216",
        Error = "#ff8a80",
        ErrorContrastText = "#0f1216",
        Background = "#0f1216",
        BackgroundGray = "#1d222a",
        Surface = "#171b21",
        TextPrimary = "#e6eaf0",
        TextSecondary = "#9aa5b1",
        TextDisabled = "#8b96a3",
        ActionDefault = "#9aa5b1",
        ActionDisabled = "#8b96a3",
        ActionDisabledBackground = "#1d222a",
        DrawerBackground = "#171b21",
        DrawerText = "#e6eaf0",
        DrawerIcon = "#9aa5b1",
        AppbarBackground = "#171b21",
        AppbarText = "#e6eaf0",
        LinesDefault = "#2a313a",
        LinesInputs = "#6f7b88",
        TableLines = "#2a313a",
        TableHover = "#1d222a",
        Divider = "#2a313a",
        Skeleton = "#39424d",
        OverlayDark = "rgba(0,0,0,0.6)",
    };

    private static Typography Fonts()
    {
        string[] inter = ["Inter Variable", "Inter", "Segoe UI", "Roboto", "sans-serif"];
        return new Typography
        {
            Default = new DefaultTypography { FontFamily = inter, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = inter, FontSize = "22px", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = inter, FontSize = "16px", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "normal" },
            H3 = new H3Typography { FontFamily = inter, FontSize = "14px", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = inter, FontSize = "16px", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = inter, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = inter, FontSize = "13px", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = inter, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = inter, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = inter,
                FontSize = "14px",
                FontWeight = "550",
                LineHeight = "1.45",
                LetterSpacing = "normal",
                TextTransform = "none"
            },
            Caption = new CaptionTypography { FontFamily = inter, FontSize = "12px", LineHeight = "1.4", LetterSpacing = "normal" },
        };
    }
}
