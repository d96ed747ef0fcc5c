using System.Buffers.Text;
using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// What running a cell gave ("Code cell outputs" of the format): a stream's text, an error, or one thing in several media types, of
/// which the first is shown that can be: a picture, then plain text.
/// </summary>
internal sealed class NotebookOutputs(JsonPull json, NotebookLimits limits, NotebookTexts texts)
{
    private int _imagesLeft = limits.AllImages;

    /// <summary>Reads the list whose beginning is the current part; returns how many are beyond the limit.</summary>
    public int Read(List<NotebookOutput> into)
    {
        var leftOut = 0;
        while (json.Read() is not (JsonPart.EndArray or JsonPart.End or JsonPart.Broken))
        {
            if (json.Part == JsonPart.StartObject && into.Count < limits.Outputs)
            {
                into.Add(ReadOne());
            }
            else
            {
                leftOut++;
                json.SkipValue();
            }
        }

        return leftOut;
    }

    private NotebookOutput ReadOne()
    {
        var (isError, error, trace, text, isCut) = (false, "", "", (string?)null, false);
        var found = new Media();
        while (json.Read() == JsonPart.Name)
        {
            var name = json.IsCut ? "" : json.GetText();
            json.Read();
            switch (name)
            {
                case "output_type" when json.Part == JsonPart.Text:
                    isError = json.Is("error"u8) || json.Is("pyerr"u8);
                    break;
                case "ename" or "evalue" when json.Part == JsonPart.Text:
                    var part = Legible.Line(json.GetText(), 1000);
                    error = error.Length == 0 ? part : name == "evalue" ? $"{error}: {part}" : $"{part}: {error}";
                    break;
                case "traceback":
                    (trace, isCut) = ReadTrace();
                    break;
                case "text":
                    (text, isCut) = texts.Read(limits.Text);
                    break;
                case "data" when json.Part == JsonPart.StartObject:
                    ReadData(found);
                    break;
                case "png" or "jpeg": // version 3 has its media beside the rest
                    ReadMedium($"image/{name}", found);
                    break;
                case "html" or "svg" or "javascript" or "latex":
                    ReadMedium($"text/{name}", found);
                    break;
                default:
                    json.SkipValue();
                    break;
            }
        }

        return isError
            ? new NotebookOutput(NotebookOutputKind.Error, trace.Length > 0 ? trace : error, Note: CutNote(isCut))
            : Shown(found, text ?? found.Text, isCut || found.IsTextCut);
    }

    private static NotebookOutput Shown(Media found, string? text, bool isCut)
    {
        var others = found.NotShown.Count == 0 ? null : $"Not shown: {string.Join(", ", found.NotShown)}.";
        if (found.Base64 is not null)
        {
            return new NotebookOutput(NotebookOutputKind.Image, text ?? "", found.ContentType, found.Base64, others);
        }

        var note = string.Join(' ', new[] { CutNote(isCut), others }.Where(n => n is not null));
        return text is null
            ? new NotebookOutput(NotebookOutputKind.LeftOut, "", Note: others ?? "This output is empty.")
            : new NotebookOutput(NotebookOutputKind.Text, text, Note: note.Length > 0 ? note : null);
    }

    /// <summary>Lines of a traceback come as separate strings without line breaks at their ends.</summary>
    private (string Text, bool IsCut) ReadTrace()
    {
        var (lines, length, isCut) = (new List<string>(), 0, false);
        if (json.Part != JsonPart.StartArray)
        {
            json.SkipValue();
            return ("", false);
        }

        while (json.Read() is not (JsonPart.EndArray or JsonPart.End or JsonPart.Broken))
        {
            var (line, isLineCut) = texts.Read(limits.Text - length);
            if (line.Length > 0)
            {
                lines.Add(line);
            }

            length = Math.Min(limits.Text, length + line.Length + 1);
            isCut |= isLineCut;
        }

        return (string.Join('\n', lines), isCut);
    }

    private void ReadData(Media found)
    {
        while (json.Read() == JsonPart.Name)
        {
            var type = json.IsCut ? "" : json.GetText();
            json.Read();
            ReadMedium(type, found);
        }
    }

    private void ReadMedium(string type, Media found)
    {
        if (type is "image/png" or "image/jpeg")
        {
            if (ReadImage(type) is { } image)
            {
                (found.ContentType, found.Base64) = found.ContentType is null ? image : (found.ContentType, found.Base64);
            }
            else
            {
                found.LeaveOut($"{type} (too large, or no such picture)");
            }
        }
        else if (type is "text/plain" or "text/markdown" or "text/latex" or "application/json" && json.Part is JsonPart.Text or JsonPart.StartArray)
        {
            var (text, isCut) = texts.Read(limits.Text);
            if (found.Text is null || type == "text/plain")
            {
                (found.Text, found.IsTextCut) = (text, isCut);
            }
        }
        else
        {
            var from = json.Position;
            json.SkipValue();
            var bytes = json.Part == JsonPart.Text ? json.Length : Math.Max(0, json.Position - from);
            found.LeaveOut(string.Create(CultureInfo.InvariantCulture, $"{Legible.Line(type, 60)} ({bytes} bytes)"));
        }
    }

    /// <summary>A picture whose bytes prove its type: the name in the file may say anything. Line breaks within its base64 are taken out.</summary>
    private (string ContentType, string Base64)? ReadImage(string type)
    {
        var base64 = json.Part == JsonPart.Text && !json.IsCut ? json.GetText() : null;
        json.SkipValue();
        if (base64 is null)
        {
            return null;
        }

        base64 = base64.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        if (base64.Length > _imagesLeft || !Base64.IsValid(base64) || !IsImage(base64, type))
        {
            return null;
        }

        _imagesLeft -= base64.Length;
        return (type, base64);
    }

    private static bool IsImage(string base64, string type)
    {
        const int charactersOfSignature = 24;
        Span<byte> head = stackalloc byte[charactersOfSignature];
        return base64.Length >= charactersOfSignature
            && Convert.TryFromBase64Chars(base64.AsSpan(0, charactersOfSignature), head, out var read)
            && ArtifactPreview.ImageType(head[..read]) == type;
    }

    private static string? CutNote(bool isCut) => isCut ? "Only the beginning is shown." : null;

    private sealed class Media
    {
        private const int MostNotShown = 10;

        private readonly List<string> _notShown = [];

        public IReadOnlyList<string> NotShown => _notShown;

        public string? ContentType { get; set; }

        public string? Base64 { get; set; }

        public string? Text { get; set; }

        public bool IsTextCut { get; set; }

        public void LeaveOut(string what)
        {
            if (_notShown.Count < MostNotShown)
            {
                _notShown.Add(what);
            }
        }
    }
}
