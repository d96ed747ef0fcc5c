namespace ModelRegistry.Core.Versions;

/// <summary>
/// Prompts, which MLflow keeps as models and versions with tags (<c>mlflow/prompt/constants.py</c>): what marks one, and the tag that holds its text.
/// </summary>
public static class PromptTags
{
    public const string IsPrompt = "mlflow.prompt.is_prompt";
    public const string Text = "mlflow.prompt.text";

    /// <summary>How long the text may be, as in MLflow 3.</summary>
    public const int TextMaxLength = 100_000;

    /// <summary>The text of a version with these tags, if it is a prompt.</summary>
    public static string? TextOf(IReadOnlyDictionary<string, string>? tags) =>
        tags?.GetValueOrDefault(IsPrompt) == "true" ? tags.GetValueOrDefault(Text) : null;
}
