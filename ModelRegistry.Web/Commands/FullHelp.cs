using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ModelRegistry.Web.Commands;

/// <summary>The help of a command, and below it what the reader of commands does not know: the settings, and at the root every command's options.</summary>
internal sealed class FullHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public static void Extend(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new FullHelp((HelpAction)help.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        usual.Invoke(parsed);
        var (output, command) = (parsed.InvocationConfiguration.Output, parsed.CommandResult.Command);
        if (command is RootCommand)
        {
            Write(output, "Options of the commands:",
                command.Subcommands.SelectMany(sub => sub.Options.Select(option => ($"{sub.Name} {Form(option)}", option.Description ?? ""))));
        }

        Write(output, "Settings, also in appsettings.json or as variables (Data__Directory=…):",
            Setting.All.Select(setting => ($"--{setting.Name} {setting.Value}", setting.Says)));
        return 0;
    }

    private static string Form(Option option) => option.HelpName is { } value ? $"{option.Name} <{value}>" : option.Name;

    private static void Write(TextWriter output, string title, IEnumerable<(string Form, string Says)> rows)
    {
        output.WriteLine(title);
        foreach (var (form, says) in rows)
        {
            output.WriteLine($"  {form,-40}  {says}");
        }

        output.WriteLine();
    }
}
