using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>Texts of a notebook: a string, or a list of strings that belong together ("multi-line strings" of the format).</summary>
internal sealed class NotebookTexts(JsonPull json, NotebookLimits limits)
{
    private int _left = limits.AllText;

    /// <summary>The value whose first part is the current one, up to so many characters, and whether there was more.</summary>
    public (string Text, bool IsCut) Read(int most)
    {
        most = Math.Min(most, _left);
        var text = new StringBuilder();
        var isCut = false;
        if (json.Part == JsonPart.Text)
        {
            isCut = Append(text, most);
        }
        else if (json.Part == JsonPart.StartArray)
        {
            while (json.Read() is not (JsonPart.EndArray or JsonPart.End or JsonPart.Broken))
            {
                if (json.Part == JsonPart.Text)
                {
                    isCut |= Append(text, most);
                }
                else
                {
                    json.SkipValue();
                }
            }
        }
        else
        {
            json.SkipValue();
        }

        _left -= text.Length;
        return (Legible.Block(WithoutColours(text.ToString())), isCut);
    }

    private bool Append(StringBuilder text, int most)
    {
        var room = most - text.Length;
        if (room <= 0)
        {
            return json.Length > 0;
        }

        var part = json.GetText();
        var isCut = json.IsCut || part.Length > room;
        text.Append(part.AsSpan(0, Math.Min(room, part.Length)));
        return isCut;
    }

    /// <summary>Without the escape sequences that colour a terminal (ECMA-48, 5.4 "Control sequences"), which tracebacks are full of.</summary>
    private static string WithoutColours(string text)
    {
        const char escape = '\u001B';
        if (!text.Contains(escape, StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != escape || i + 1 == text.Length || text[i + 1] != '[')
            {
                plain.Append(text[i]);
                continue;
            }

            for (i += 2; i < text.Length && text[i] is < '@' or > '~'; i++)
            {
            }
        }

        return plain.ToString();
    }
}
