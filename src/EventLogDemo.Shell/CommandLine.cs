namespace EventLogDemo.Shell;

/// <summary>What the shell is to do.</summary>
internal enum ShellAction
{
    RunScript,
    RunCommand,
    ShowHelp,
    ShowVersion,
}

/// <summary>The command line of the shell, parsed as pwsh parses its own: options first, then a script and its arguments.</summary>
internal sealed record CommandLine
{
    /// <summary>What to do.</summary>
    /// <value>Defaults to running a script.</value>
    public ShellAction Action { get; init; } = ShellAction.RunScript;

    /// <summary>The script, or the text of the command; null for the script that introduces the module.</summary>
    public string? Target { get; init; }

    /// <summary>The arguments of the script, as typed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The module's folder or manifest; null for the one of this repository.</summary>
    public string? ModulePath { get; init; }

    /// <summary>Parses the arguments of the process.</summary>
    /// <exception cref="CommandLineException">An option is unknown or lacks its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine line = new();
        for (int index = 0; index < arguments.Count; index++)
        {
            string argument = arguments[index];
            switch (argument.ToLowerInvariant())
            {
                case "-modulepath":
                    line = line with { ModulePath = ValueOf(arguments, ++index, argument) };
                    break;
                case "-command" or "-c":
                    _ = ValueOf(arguments, index + 1, argument);
                    return line with { Action = ShellAction.RunCommand, Target = string.Join(' ', arguments.Skip(index + 1)) };
                case "-file" or "-f":
                    return Script(line, arguments, index + 1, ValueOf(arguments, index + 1, argument));
                case "-help" or "-h" or "-?" or "--help":
                    return line with { Action = ShellAction.ShowHelp };
                case "-version" or "--version":
                    return line with { Action = ShellAction.ShowVersion };
                case ['-', ..]:
                    throw new CommandLineException($"'{argument}' is not an option of this shell.");
                default:
                    return Script(line, arguments, index, argument);
            }
        }

        return line;
    }

    private static CommandLine Script(CommandLine line, IReadOnlyList<string> arguments, int index, string path) =>
        line with { Target = path, Arguments = [.. arguments.Skip(index + 1)] };

    private static string ValueOf(IReadOnlyList<string> arguments, int index, string option) =>
        index < arguments.Count ? arguments[index] : throw new CommandLineException($"'{option}' needs a value.");
}

/// <summary>The command line is invalid.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
