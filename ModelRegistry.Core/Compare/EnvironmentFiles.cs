using System.Buffers;
using System.Globalization;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// Reads the environment files that MLflow writes beside a model. Of YAML only the block form is read that MLflow's writer makes (and lists in
/// brackets on one line), line by line, so that no file can grow in memory; what is written otherwise becomes a note.
/// </summary>
public static class EnvironmentFiles
{
    private const int MostLines = 5_000;
    private const int MostNotes = 50;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" =<>!~[");

    /// <summary>
    /// All that the files of one version say. A package that several name counts as <c>requirements.txt</c> says, then as pip's part of
    /// <c>conda.yaml</c>, then conda's, then the build's; a note says where they differ.
    /// </summary>
    public static PythonEnvironment Merge(string? requirementsTxt, string? condaYaml, string? pythonEnvYaml)
    {
        var files = new List<(string Name, PythonEnvironment Environment)>();
        AddIf("requirements.txt", requirementsTxt, PipRequirements.Read);
        AddIf("conda.yaml", condaYaml, ReadConda);
        AddIf("python_env.yaml", pythonEnvYaml, ReadPythonEnv);
        var kept = new Dictionary<string, (string File, List<Requirement> Requirements)>();
        var notes = files.SelectMany(file => file.Environment.Notes.Select(note => $"{file.Name}: {note}")).ToList();
        var groups = files.SelectMany(file => file.Environment.Requirements.GroupBy(requirement => (requirement.Key, requirement.Origin))
            .Select(group => (File: file.Name, group.Key.Key, group.Key.Origin, Requirements: group.ToList()))).OrderBy(group => group.Origin);
        foreach (var group in groups)
        {
            if (kept.TryAdd(group.Key, (group.File, group.Requirements)))
            {
                continue;
            }

            var (file, there) = kept[group.Key];
            if (group.Origin != RequirementOrigin.Build && !Agree(there, group.Requirements))
            {
                Note(notes, $"{there[0].Name} is {Said(there)} in {file} and {Said(group.Requirements)} in {group.File}.");
            }
        }

        var pythons = files.Where(file => file.Environment.Python is not null).ToList();
        if (pythons is [var one, var other] && one.Environment.Python != other.Environment.Python)
        {
            Note(notes, $"Python is {one.Environment.Python} in {one.Name} and {other.Environment.Python} in {other.Name}.");
        }

        return new PythonEnvironment(
            pythons.Select(file => file.Environment.Python).FirstOrDefault(),
            [.. kept.OrderBy(package => package.Key, StringComparer.Ordinal).SelectMany(package => package.Value.Requirements)],
            notes);

        void AddIf(string name, string? text, Func<string, PythonEnvironment> read)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                files.Add((name, read(text)));
            }
        }
    }

    /// <summary><c>conda.yaml</c>: packages of conda, and under <c>pip</c> those of pip.</summary>
    public static PythonEnvironment ReadConda(string yaml)
    {
        string? python = null;
        var requirements = new List<Requirement>();
        var notes = new List<string>();
        foreach (var (path, value) in Items(yaml, notes))
        {
            switch (path)
            {
                case "dependencies" when Conda(value) is { } package:
                    python = package.Key == "python" ? Interpreter(package.Constraint) : python;
                    requirements.AddRange(package.Key == "python" ? [] : [package]);
                    break;
                case "dependencies/pip" when PipRequirements.ReadLine(value, RequirementOrigin.Pip) is { } package:
                    requirements.Add(package);
                    break;
                case "dependencies" or "dependencies/pip":
                    Note(notes, value);
                    break;
                default:
                    break; // name, channels, prefix and variables are no packages
            }
        }

        return new PythonEnvironment(python, requirements, notes);
    }

    /// <summary><c>python_env.yaml</c>: the version of Python, what is built with, and mostly only the name of <c>requirements.txt</c>.</summary>
    public static PythonEnvironment ReadPythonEnv(string yaml)
    {
        string? python = null;
        var requirements = new List<Requirement>();
        var notes = new List<string>();
        foreach (var (path, value) in Items(yaml, notes))
        {
            var origin = path == "build_dependencies" ? RequirementOrigin.Build : RequirementOrigin.Pip;
            switch (path)
            {
                case "python":
                    python = PipRequirements.Short(PipRequirements.WithoutSecrets(value));
                    break;
                case "build_dependencies" or "dependencies" when PipRequirements.ReadLine(value, origin) is { } package:
                    requirements.Add(package);
                    break;
                case "build_dependencies" or "dependencies" when PipRequirements.Included(value) != "requirements.txt":
                    Note(notes, value);
                    break;
                default:
                    break;
            }
        }

        return new PythonEnvironment(python, requirements, notes);
    }

    // python=3.11.2=h955ad1f_0 is 3.11.2; a range stays as it is.
    private static string Interpreter(string constraint) =>
        constraint.StartsWith('=') && !constraint.Contains(',', StringComparison.Ordinal) ? constraint.TrimStart('=').Split('=')[0] : constraint;

    // channel::name version build, with blanks or "=" between them, or the conditions of pip.
    private static Requirement? Conda(string value)
    {
        var text = value[(value.LastIndexOf("::", StringComparison.Ordinal) is >= 0 and var channel ? channel + 2 : 0)..].Trim();
        var end = text.AsSpan().IndexOfAny(NameEnds);
        var (name, rest) = end < 0 ? (text, "") : (text[..end], text[end..].Trim());
        rest = rest.Split('[')[0].Trim();
        if (rest.Length > 0 && char.IsAsciiLetterOrDigit(rest[0]))
        {
            rest = $"={string.Join('=', rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))}"; // numpy 1.24.2 py311_0
        }

        return PipRequirements.IsName(name.TrimStart('_')) && PipRequirements.Conditions(rest) is { } constraint
            ? new Requirement(name, constraint, [], null, null, RequirementOrigin.Conda)
            : null;
    }

    /// <summary>Every scalar with the keys above it: <c>dependencies/pip</c> and <c>mlflow==2.17.2</c>.</summary>
    private static IEnumerable<(string Path, string Value)> Items(string yaml, List<string> notes)
    {
        var keys = new Stack<(int Column, string Key)>();
        foreach (var (index, physical) in yaml.TrimStart('\uFEFF').Split('\n').Take(MostLines + 1).Index())
        {
            if (index == MostLines)
            {
                Note(notes, "the file has more lines; the rest was not read.");
                yield break;
            }

            var line = PipRequirements.WithoutComment(physical.TrimEnd('\r'));
            var text = line.Trim();
            if (line.Length > PipRequirements.MostCharacters)
            {
                Note(notes, string.Create(CultureInfo.InvariantCulture, $"line {index + 1} is too long and was not read."));
                continue;
            }

            if (text.Length == 0 || text is "---" or "..." || text.StartsWith('%'))
            {
                continue;
            }

            var column = line.Length - line.TrimStart().Length;
            var isItem = false;
            while (text.StartsWith("- ", StringComparison.Ordinal) || text == "-")
            {
                // Items may stand in the column of their key.
                Leave(column + (isItem ? 0 : 1));
                var inner = text[1..].TrimStart();
                column += text.Length - inner.Length;
                (text, isItem) = (inner, true);
            }

            if (!isItem)
            {
                Leave(column);
            }

            if (Key(text) is (var key, var rest))
            {
                keys.Push((column, key));
                foreach (var value in Values(rest))
                {
                    yield return (Path(), value);
                }
            }
            else if (isItem && text.Length > 0)
            {
                foreach (var value in Values(text))
                {
                    yield return (Path(), value);
                }
            }
            else if (text.Length > 0)
            {
                Note(notes, string.Create(CultureInfo.InvariantCulture, $"line {index + 1} is not understood: {text}"));
            }
        }

        void Leave(int column)
        {
            while (keys.TryPeek(out var above) && above.Column >= column)
            {
                keys.Pop();
            }
        }

        // Nothing that is looked for lies deeper.
        string Path() => keys.Count > 2 ? "" : string.Join('/', keys.Reverse().Select(key => key.Key));
    }

    // "pip:" is a key and "numpy: 3" as well; "git+https://host" and "a::b" are none.
    private static (string Key, string Value)? Key(string text)
    {
        if (text.StartsWith('"') || text.StartsWith('\'') || text.StartsWith('['))
        {
            return null;
        }

        var at = text.EndsWith(':') ? text.Length - 1 : text.IndexOf(": ", StringComparison.Ordinal);
        return at > 0 ? (text[..at].Trim(), text[(at + 1)..].Trim()) : null;
    }

    private static IEnumerable<string> Values(string text) =>
        (text.StartsWith('[') && text.EndsWith(']') ? Listed(text[1..^1]) : [text]).Select(Unquoted).Where(value => value.Length > 0);

    // Commas between quotes belong to the value.
    private static IEnumerable<string> Listed(string text)
    {
        var (start, quote) = (0, '\0');
        for (var at = 0; at < text.Length; at++)
        {
            quote = quote != '\0' ? (text[at] == quote ? '\0' : quote) : text[at] is '"' or '\'' ? text[at] : '\0';
            if (text[at] == ',' && quote == '\0')
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    private static string Unquoted(string text)
    {
        text = text.Trim();
        return text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text;
    }

    private static bool Agree(List<Requirement> these, List<Requirement> those) =>
        these.Select(requirement => requirement.Text).SequenceEqual(those.Select(requirement => requirement.Text))
        || (these is [{ Exact: { } mine }] && those is [{ Exact: { } theirs }] && mine == theirs);

    private static string Said(IEnumerable<Requirement> requirements) =>
        string.Join(" or ", requirements.Select(requirement => requirement.Text is { Length: > 0 } text ? text : "any version"));

    private static void Note(List<string> notes, string note)
    {
        if (notes.Count < MostNotes)
        {
            notes.Add(PipRequirements.Short(PipRequirements.WithoutSecrets(note)));
        }
    }
}
