using System.Net;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Cards;

namespace ModelRegistry.Tests.Cards;

[Collection(RegistryAppCollection.Name)]
public sealed class CardDocumentTests(RegistryApp app)
{
    [Fact]
    public async Task A_card_is_one_html_file_in_which_nothing_runs()
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        var model = (await app.AModelAsync(scientist, RegistryApp.NewName("card"))).Name;
        await app.Get<CardWorkflow>().WriteAsync(model,
            new CardEdit("# Limits\n\n<script>alert(1)</script> [go](javascript:alert(1)) ![p](https://example.test/p.png)"), scientist, default);
        using var client = app.ClientWithCookie(await app.SessionCookieAsync(scientist));

        using var answer = await client.GetAsync($"/{Urls.CardDocument(model, 1, download: true)}");

        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(CardDocument.ContentPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("A draft: nobody approved it.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_name_holds_plain_letters_only()
    {
        var card = new CardView("fraud\"\r\nX: ü/..", 2, CardState.Draft, "text", new CardContent(), "ann", DateTimeOffset.UnixEpoch, null, null);

        Assert.Equal("attachment; filename=\"fraud---X-------card-v2.html\"", CardDocument.Disposition(card));
    }
}
