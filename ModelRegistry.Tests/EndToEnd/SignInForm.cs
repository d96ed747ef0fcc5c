using System.Text.RegularExpressions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>The sign-in form as a client without scripts sends it: with the antiforgery token and cookie of the page.</summary>
internal sealed partial record SignInForm(string Address, string Token, IReadOnlyList<string> Cookies)
{
    public static async Task<SignInForm> OfAsync(HttpClient client, string address = "account/sign-in")
    {
        using var page = await client.GetAsync(address);
        var token = TokenField().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        return new SignInForm(address, token, [.. page.Headers.GetValues("Set-Cookie")]);
    }

    public Task<HttpResponseMessage> SendAsync(HttpClient client, string email, string password, string? pass = null) =>
        PostAsync(client, "sign-in", ("email", email), ("password", password), ("pass", pass ?? ""));

    /// <summary>Another form of the same page.</summary>
    public Task<HttpResponseMessage> PostAsync(HttpClient client, string form, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new FormUrlEncodedContent(fields.Append(("_handler", form)).Append(("__RequestVerificationToken", Token))
                .ToDictionary(field => field.Item1, field => field.Item2)),
        };
        request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => cookie.Split(';')[0])));
        return client.SendAsync(request);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
