using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Core.Models;

/// <summary>
/// The parts of a card in its Markdown, and Markdown out of parts. Whatever is in a card is in one of its parts, so that writing what was read loses
/// nothing; a heading in code is none.
/// </summary>
public static partial class CardMarkdown
{
    public const string IntendedUse = "Intended use";
    public const string Limits = "Limits";
    public const string TrainingData = "Training data";
    public const string Evaluation = "Evaluation";
    public const string Ethics = "Ethics";
    public const string Risk = "Risk";
    public const string Owner = "Owner";
    public const string Contacts = "Contacts";

    private static readonly string[] Parts = [IntendedUse, Limits, TrainingData, Evaluation, Ethics, Risk, Owner, Contacts];

    public static CardContent Read(string card)
    {
        var (found, rest) = Split(card);
        var (risk, reason) = ReadRisk(found.GetValueOrDefault(Risk, ""));
        if (risk is null && reason.Length > 0)
        {
            rest = Join(rest, $"# {Risk}\n\n{reason}"); // no rating that is known: it stays as it was written
            reason = "";
        }

        return new CardContent(Of(IntendedUse), Of(Limits), Of(TrainingData), Of(Evaluation), Of(Ethics), risk, reason, Of(Owner),
            [.. Of(Contacts).Split('\n').Select(line => Bullet().Replace(line, "").Trim()).Where(line => line.Length > 0)], rest);

        string Of(string part) => found.GetValueOrDefault(part, "");
    }

    public static string Write(CardContent content)
    {
        var card = new StringBuilder(content.Text.Trim());
        Add(IntendedUse, content.IntendedUse);
        Add(Limits, content.Limits);
        Add(TrainingData, content.TrainingData);
        Add(Evaluation, content.Evaluation);
        Add(Ethics, content.Ethics);
        Add(Risk, content.Risk is { } risk ? $"{risk}{(content.RiskReason.Trim() is { Length: > 0 } reason ? $": {reason}" : "")}" : "");
        Add(Owner, content.Owner);
        Add(Contacts, string.Join('\n', content.Contacts.Select(contact => $"- {contact.Trim()}")));
        return card.ToString();

        void Add(string part, string text)
        {
            if (text.Trim() is { Length: > 0 } said)
            {
                card.Append(card.Length > 0 ? "\n\n" : "").Append("# ").Append(part).Append("\n\n").Append(said);
            }
        }
    }

    /// <summary>True for a text whose code block does not end: what comes after it would be code too.</summary>
    public static bool LeavesCodeOpen(string text) => Lines(text).LastOrDefault().InCode;

    /// <summary>The first text of each known part, and everything else in its order.</summary>
    private static (Dictionary<string, string> Found, string Others) Split(string card)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = "";
        var (part, text) = ((string?)null, new StringBuilder());
        foreach (var (line, heading, _) in Lines(card))
        {
            if (heading is null)
            {
                text.Append(line).Append('\n');
                continue;
            }

            Keep();
            part = Array.Find(Parts, known => string.Equals(known, heading, StringComparison.OrdinalIgnoreCase));
            text.Clear().Append(part is null ? $"{line}\n" : "");
        }

        Keep();
        return (found, rest);

        void Keep()
        {
            var said = text.ToString().Trim();
            if (part is null)
            {
                rest = Join(rest, said);
            }
            else if (said.Length > 0 && !found.TryAdd(part, said))
            {
                found[part] = Join(found[part], said);
            }
        }
    }

    /// <summary>Each line, the heading of the first level that it is, and whether a code block is open after it.</summary>
    private static IEnumerable<(string Line, string? Heading, bool InCode)> Lines(string card)
    {
        string? fence = null;
        foreach (var line in card.ReplaceLineEndings("\n").Split('\n'))
        {
            var mark = Fence().Match(line);
            if (mark.Success && (fence is null || (line.Trim().StartsWith(fence, StringComparison.Ordinal) && line.Trim().Trim(fence[0]).Length == 0)))
            {
                fence = fence is null ? mark.Groups[1].Value : null;
            }

            var heading = fence is null ? Heading().Match(line) : Match.Empty;
            yield return (line, heading.Success ? heading.Groups[1].Value.Trim() : null, fence is not null);
        }
    }

    private static (CardRisk? Risk, string Reason) ReadRisk(string text)
    {
        var match = Rating().Match(text);
        return match.Success && Enum.TryParse<CardRisk>(match.Groups[1].Value, ignoreCase: true, out var risk)
            ? (risk, match.Groups[2].Value.Trim())
            : (null, text);
    }

    private static string Join(string before, string after) => before.Length == 0 ? after : after.Length == 0 ? before : $"{before}\n\n{after}";

    [GeneratedRegex(@"^ {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex("^ {0,3}(`{3,}|~{3,})", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\W{0,4}(Low|Medium|High)\b\W{0,4}(.*)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Rating();

    [GeneratedRegex(@"^\s*[-*+]\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
