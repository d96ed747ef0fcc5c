using System.CommandLine;
using System.CommandLine.Parsing;
using ModelRegistry.Core;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Web.Commands;

/// <summary>
/// Everything that can be typed: without a command the program is the server. Exit code 2 with a sentence when it was not
/// understood or could not begin; what 0 and 1 mean is said by each command.
/// </summary>
internal sealed class RegistryCommands(TypedArguments typed, Func<string[], RegistrySettings> settingsOf)
{
    public const int NotRun = UpkeepConsole.NotRun;

    /// <param name="args">What was typed after the program's name.</param>
    /// <param name="output">Results and help.</param>
    /// <param name="error">Progress, and why it could not be run.</param>
    /// <param name="settingsOf">How the typed settings become those of an installation; from the configuration, but for tests.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string[], RegistrySettings>? settingsOf = null)
    {
        var typed = TypedArguments.Of(args);
        var root = new RegistryCommands(typed, settingsOf ?? RegistryServer.ReadSettings).Root();
        var parsed = root.Parse(typed.Rest, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a file may be called @x
        if (parsed.Action is not FullHelp && Refusals(typed, parsed).ToList() is { Count: > 0 } refusals)
        {
            foreach (var refusal in refusals)
            {
                await error.WriteLineAsync(refusal);
            }

            var command = parsed.CommandResult.Command;
            await error.WriteLineAsync(command is RootCommand ? "--help shows every command, option and setting."
                : $"{command.Name} --help shows how it is used.");
            return NotRun;
        }

        try
        {
            // The server ends on its own when it is told to stop; the others keep what the system does.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (StartRefusedException.Sentence(e) is { } sentence)
        {
            await error.WriteLineAsync(sentence);
            return NotRun;
        }
    }

    /// <summary>What was not understood comes alone: what else seems wrong often follows from it.</summary>
    private static IEnumerable<string> Refusals(TypedArguments typed, ParseResult parsed)
    {
        // A mistyped option is an argument for the reader of commands, and would become the name of a folder.
        var options = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token is { Type: TokenType.Argument, Value: ['-', _, ..] }).ToList();
        return (typed.Refusals.Count, options.Count, parsed.UnmatchedTokens, parsed.CommandResult.Command) switch
        {
            ( > 0, _, _, _) => typed.Refusals,
            (_, > 0, _, _) => options.Select(option => $"There is no option {option.Value}."),
            (_, _, [var word, ..], RootCommand) => [$"There is no command {word}."],
            (_, _, [var word, ..], var command) => [$"{command.Name} cannot do anything with '{word}'."],
            _ => parsed.Errors.Select(error => error.Message),
        };
    }

    private RootCommand Root()
    {
        var demo = new Option<bool>("--demo") { Description = "Fills an empty database with real training results and prints one account per role." };
        var migrateOnly = new Option<bool>("--migrate-only") { Description = "Brings the database up to date and ends." };
        var root = new RootCommand("A registry for machine-learning models. Without a command it is the server.")
        {
            demo, migrateOnly, MigrationScript(), Backup(), Restore(), Verify(), VerifyAudit(),
        };
        root.SetAction((ParseResult parsed) => RegistryServer.RunAsync(typed.Settings, parsed.GetValue(demo), parsed.GetValue(migrateOnly)));
        FullHelp.Extend(root);
        return root;
    }

    private Command MigrationScript()
    {
        var command = new Command("migration-script",
            "Prints the SQL Server script that makes or updates the tables, for an administrator to read and run; it needs no server.");
        command.Validators.Add(result =>
        {
            if (typed.Settings.Length > 0)
            {
                result.AddError("migration-script takes no settings: it is the same for every database.");
            }
        });
        command.SetAction(async (ParseResult parsed) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(SqlServerScript.Write());
            return 0;
        });
        return command;
    }

    private Command Backup()
    {
        var folder = new Argument<string>("DIR") { Description = "A new or empty folder." };
        var databaseFile = new Option<string>("--database-file")
        {
            HelpName = "PATH",
            Description = "SQL Server only: where it writes its part, as it sees its disk."
        };
        var command = new Command("backup", "Copies database, files, keys and checkpoints into a new folder, while the server runs.") { folder, databaseFile };
        command.SetAction((ParseResult parsed, CancellationToken ct) =>
            BackupCommand.RunAsync(settingsOf(typed.Settings), parsed.GetRequiredValue(folder), parsed.GetValue(databaseFile), Console(parsed), ct));
        return command;
    }

    private Command Restore()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that backup made." };
        var verify = new Option<bool>("--verify") { Description = "Hashes every file of what was restored." };
        var acceptMissing = new Option<bool>("--accept-missing") { Description = "Restores although files are damaged or missing in the backup." };
        var command = new Command("restore", "Puts a backup into an empty Data:Directory.") { folder, verify, acceptMissing };
        command.SetAction((ParseResult parsed, CancellationToken ct) => RestoreCommand.RunAsync(
            settingsOf(typed.Settings), parsed.GetRequiredValue(folder), new RestoreChoices(parsed.GetValue(verify), parsed.GetValue(acceptMissing)),
                Console(parsed), ct));
        return command;
    }

    private Command Verify()
    {
        var all = new Option<bool>("--all") { Description = "The whole installation." };
        var quick = new Option<bool>("--quick") { Description = "Hashes no file." };
        var json = new Option<bool>("--json") { Description = "Prints JSON, as it does without it." };
        var command = new Command("verify", "Checks that files, slots, requests, policies and the audit trail fit together; it changes nothing.") { all, quick,
            json };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(all))
            {
                result.AddError("Say what to verify: --all is the whole installation.");
            }
        });
        command.SetAction((ParseResult parsed, CancellationToken ct) =>
            VerifyCommand.RunAsync(settingsOf(typed.Settings), parsed.GetValue(quick), Console(parsed), ct));
        return command;
    }

    private Command VerifyAudit()
    {
        var export = new Argument<string>("FILE") { Description = "What GET /api/v1/audit/export answered." };
        var checkpoints = new Option<string>("--checkpoints") { HelpName = "FILE", Description = "The signed checkpoints." };
        var key = new Option<string>("--key") { HelpName = "PEM", Description = "The public key that they are checked with." };
        var command = new Command("verify-audit", "Checks an export of the audit trail, without database and network.") { export, checkpoints, key };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(checkpoints) is null) != (result.GetResult(key) is null))
            {
                result.AddError("--checkpoints and --key go together: a checkpoint proves nothing without the key.");
            }

            if (typed.Settings.Length > 0)
            {
                result.AddError("verify-audit takes no settings: it reads the files that it is given and nothing else.");
            }
        });
        command.SetAction((ParseResult parsed, CancellationToken ct) => VerifyAuditCommand.RunAsync(
            parsed.GetRequiredValue(export), parsed.GetValue(checkpoints), parsed.GetValue(key), parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error, ct));
        return command;
    }

    private static UpkeepConsole Console(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, TimeProvider.System);
}
