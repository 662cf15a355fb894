using System.Management.Automation;
using System.Reflection;
using EventLogDemo.Shell;
using EventLogDemo.Shell.Hosting;

const int CouldNotRun = 1;
const string Help = """
    Runs PowerShell scripts with the EventLogDemo module where pwsh is not installed.

      EventLogDemo.Shell [-ModulePath <path>] [[-File] <script.ps1> [<arguments>]]
      EventLogDemo.Shell [-ModulePath <path>] -Command <text>
      EventLogDemo.Shell -Help | -Version

    Without a script, drills/first-run.ps1 runs. Arguments are given as to pwsh: -Name value, -Name:value, -Switch or by position.
    Results go to standard output, errors, warnings and progress to standard error. Standard input is never read.
    The exit code is the script's own ('exit n'), 1 after an error that ended it, 128 + n after signal n, else 0.
    """;

OutputStream output = OutputStream.ForOutput();
OutputStream error = OutputStream.ForError();
try
{
    CommandLine line = CommandLine.Parse(args);
    switch (line.Action)
    {
        case ShellAction.ShowHelp:
            output.WriteLine(Help);
            return 0;
        case ShellAction.ShowVersion:
            output.WriteLine($"EventLogDemo.Shell {VersionOf(typeof(Program))}, PowerShell {VersionOf(typeof(PSObject))}, .NET {Environment.Version}");
            return 0;
        default:
            return await RunAsync(line);
    }
}
catch (Exception failure) when (failure is CommandLineException or FileNotFoundException)
{
    error.WriteLine(failure.Message);
    return CouldNotRun;
}

async Task<int> RunAsync(CommandLine line)
{
    string manifest = ModuleFolder.FindManifest(line.ModulePath);
    string script = line.Action == ShellAction.RunCommand ? line.Target! : CallOf(line, manifest);
    using ShellSession session = new(output, error, TimeProvider.System);
    using StopSignals signals = new(session.Stop);
    bool isImported = await session.ImportAsync(manifest);
    // The module handles signals too, and would close the pipelines while the script still uses them.
    signals.ListenFirst();
    int exitCode = isImported ? await session.RunAsync(script) : CouldNotRun;
    await session.CloseAsync();
    return signals.ExitCode ?? exitCode;
}

static string CallOf(CommandLine line, string manifest)
{
    string path = Path.GetFullPath(line.Target ?? ModuleFolder.FindFirstRun(manifest));
    return File.Exists(path) ? ScriptCall.ToText(path, line.Arguments) : throw new FileNotFoundException($"There is no script '{path}'.");
}

static string VersionOf(Type type) =>
    type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', ' ')[0];
