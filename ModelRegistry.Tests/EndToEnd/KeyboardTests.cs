using Microsoft.Playwright;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Every page by the Tab key alone: where the keyboard is can be seen.</summary>
[Collection(EveryPageCollection.Name)]
public sealed class KeyboardTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const int MostStops = 300;

    // Null after the last stop; else what is wrong there: nothing, or the element. A field may show it on what one sees of the field.
    private const string Stop = """
        () => {
          const drawn = element => {
            const [style, box] = [getComputedStyle(element), element.getBoundingClientRect()];
            // A field with its label in the border shows a thick border instead: an outline would cross the label out.
            const border = element.matches(".mud-input-outlined") && element.querySelector(":scope > .mud-input-outlined-border");
            if (border && parseFloat(getComputedStyle(border).borderBottomWidth) >= 2) return true;
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/transparent|, 0\)$/.test(style.outlineColor)
              && style.opacity > 0 && style.clipPath === "none" && box.width > 1 && box.height > 1;
          };
          const here = document.activeElement;
          const walked = window.walked ??= new WeakSet();
          if (!here || here === document.body || walked.has(here)) return null;
          walked.add(here);
          for (let element = here, up = 0; element && up < 4; element = element.parentElement, up++) if (drawn(element)) return "";
          return here.outerHTML.slice(0, 200);
        }
        """;

    [Theory]
    [MemberData(nameof(PagesUnderTest.All), MemberType = typeof(PagesUnderTest))]
    public Task The_outline_shows_where_the_keyboard_is(string name, string address, bool anonymous) => WalkAsync(name, address, anonymous, ColorScheme.Light);

    [Theory]
    [InlineData("sign-in", true)]
    [InlineData("model", false)]
    [InlineData("version", false)]
    [InlineData("request-open", false)]
    [InlineData("policy-editor", false)]
    public Task The_outline_shows_in_the_dark_too(string name, bool anonymous) => WalkAsync(
        name, (string)PagesUnderTest.All.Single(row => (string)row[0] == name)[1], anonymous, ColorScheme.Dark);

    private Task WalkAsync(string name, string address, bool anonymous, ColorScheme scheme) => Browser.VisitAsync($"keyboard-{name}-{scheme}", async visitor =>
    {
        var page = await (anonymous ? visitor.OpenStaticAsync(address) : visitor.OpenAsync(address));
        await PagesUnderTest.SettleAsync(page);
        var (least, stops, unseen) = (anonymous ? 1 : 8, 0, new List<string>());
        for (var pressed = 0; pressed < MostStops; pressed++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>(Stop) is { } fault)
            {
                stops++;
                unseen.AddRange(fault.Length > 0 ? [fault] : []);
            }
            else if (stops >= least) // else the page was drawn anew under the keyboard
            {
                break;
            }
        }

        Assert.InRange(stops, least, MostStops - 1);
        Assert.Empty(unseen);
    }, anonymous ? null : Browser.Admin, options: new() { ColorScheme = scheme });
}
