using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Access;

public sealed class PasswordRulesTests
{
    private const string Email = "jane.doe@example.test";

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("tr0ub4dor&3x")]
    [InlineData("  spaces at both ends  ")]
    [InlineData("日本語のパスワードです")]
    [InlineData("password of the old oak tree")]
    [InlineData("my admin likes 7 teas")]
    public void A_long_password_that_is_not_guessable_is_kept_as_typed(string password) =>
        Assert.Same(password, PasswordRules.Check("password", password, Email));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("7 chars")]
    [InlineData("password1")]
    [InlineData("ninechars")]
    public void A_short_password_is_refused(string? password) => Refuses("password_length", password);

    [Theory]
    [InlineData("password12")]
    [InlineData("Password1234!")]
    [InlineData("passwordpassword")]
    [InlineData("administrator1")]
    [InlineData("ModelRegistry1")]
    [InlineData("registry2024")]
    [InlineData("mlflow-mlflow")]
    [InlineData("jane.doe@example.test")]
    [InlineData("jane.doe12")]
    [InlineData("JaneDoe-2024")]
    [InlineData("example.test")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("0123456789")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("qwertyuiop")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("          ")]
    [InlineData("!!!!!!????....")]
    public void A_password_that_is_guessed_first_is_refused(string password) => Refuses("password_guessable", password);

    [Fact]
    public void A_password_has_up_to_256_characters()
    {
        var sentence = string.Concat(Enumerable.Repeat("four quiet words ", 16))[..256];

        Assert.Equal(256, PasswordRules.Check("password", sentence, Email).Length);
        Refuses("password_length", sentence + "x");
    }

    private static void Refuses(string code, string? password)
    {
        var refusal = Assert.Throws<RegistryException>(() => PasswordRules.Check("newPassword", password, Email));

        Assert.Equal((RefusalKind.Invalid, code, "newPassword"), (refusal.Kind, refusal.Code, refusal.Field));
        Assert.True(string.IsNullOrWhiteSpace(password) || !refusal.Message.Contains(password, StringComparison.OrdinalIgnoreCase));
    }
}
