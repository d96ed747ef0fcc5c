using ModelRegistry.Web.Theme;
using MudBlazor;
using MudBlazor.Utilities;

namespace ModelRegistry.Tests.Components;

/// <summary>WCAG 2.2: 1.4.3 asks 4.5 for text, 1.4.11 asks 3 for the edges of inputs.</summary>
public sealed class RegistryThemeTests
{
    // As --soft in app.css.
    private const double Soft = 0.11;

    public static TheoryData<string> Schemes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Text_can_be_read_on_every_background(string scheme)
    {
        var palette = Of(scheme);

        foreach (var text in new[] { palette.TextPrimary, palette.TextSecondary, palette.TextDisabled, palette.Primary, palette.Success, palette.Warning,
            palette.Error })
        {
            foreach (var background in new[] { palette.Background, palette.Surface, palette.BackgroundGray, palette.TableHover })
            {
                AssertContrast(4.5, text, background);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_status_can_be_read_on_its_own_tint_and_on_its_own_fill(string scheme)
    {
        var palette = Of(scheme);

        foreach (var (colour, onIt) in new[]
        {
            (palette.Primary, palette.PrimaryContrastText), (palette.Success, palette.SuccessContrastText),
            (palette.Warning, palette.WarningContrastText), (palette.Error, palette.ErrorContrastText),
        })
        {
            AssertContrast(4.5, colour, Mix(colour, palette.Surface));
            AssertContrast(4.5, onIt, colour);
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_edge_of_an_input_can_be_seen(string scheme)
    {
        var palette = Of(scheme);

        AssertContrast(3, palette.LinesInputs, palette.Surface);
        AssertContrast(3, palette.LinesInputs, palette.Background);
    }

    [Theory]
    [InlineData(null, ThemeChoice.System)]
    [InlineData("dark", ThemeChoice.Dark)]
    [InlineData("light", ThemeChoice.Light)]
    [InlineData("\"><script>", ThemeChoice.System)]
    public void A_cookie_with_another_word_means_the_system_decides(string? cookie, string expected)
    {
        Assert.Equal(expected, ThemeChoice.Parse(cookie));
    }

    private static Palette Of(string scheme) =>
        scheme == "dark" ? RegistryTheme.Dark.PaletteDark : RegistryTheme.Light.PaletteLight;

    private static MudColor Mix(MudColor colour, MudColor surface) => new(
        (byte)((colour.R * Soft) + (surface.R * (1 - Soft))),
        (byte)((colour.G * Soft) + (surface.G * (1 - Soft))),
        (byte)((colour.B * Soft) + (surface.B * (1 - Soft))),
        (byte)255);

    private static void AssertContrast(double least, MudColor one, MudColor other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        var contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        Assert.True(contrast >= least, $"{one} on {other}: {contrast:0.00}, not {least}");
    }

    private static double Luminance(MudColor colour) =>
        (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel)
    {
        var c = channel / 255d;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
