using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EventLogDemo.Shell.Hosting;

namespace EventLogDemo.Shell;

/// <summary>A runspace with the module imported, in which one script or command runs.</summary>
internal sealed class ShellSession : IDisposable
{
    private const string ModuleName = "EventLogDemo";

    // PowerShell sets $? only for commands that are added to its history.
    private static readonly PSInvocationSettings AsTyped = new() { AddToHistory = true };

    private readonly ShellInterface _screen;
    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private PowerShell? _running;
    private bool _isStopped;
    private bool _isClosing;

    /// <summary>Opens the runspace.</summary>
    public ShellSession(OutputStream output, OutputStream error, TimeProvider time)
    {
        _screen = new ShellInterface(output, error, time);
        _host = new ShellHost(_screen);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // The default of pwsh; a bare host would not run any script.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>Imports the module.</summary>
    /// <returns>Whether it was imported; if not, the reason has been written.</returns>
    public Task<bool> ImportAsync(string manifest)
    {
        Command import = new("Import-Module");
        import.Parameters.Add("Name", manifest);
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        return InvokeAsync(import);
    }

    /// <summary>Runs a script's text.</summary>
    /// <returns>The code of <c>exit</c>, otherwise 1 after a terminating error or when the last statement failed, otherwise 0.</returns>
    public async Task<int> RunAsync(string script)
    {
        bool ranToEnd = await InvokeAsync(new Command(script, isScript: true)).ConfigureAwait(false);
        return _host.ExitCode ?? (ranToEnd && _runspace.SessionStateProxy.GetVariable("?") is true ? 0 : 1);
    }

    /// <summary>Stops the current command and all later ones, except for closing. Safe to call from a signal handler, and more than once.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            if (!_isClosing)
            {
                _running?.BeginStop(callback: null, state: null);
            }
        }
    }

    /// <summary>Removes the module, which closes the pipelines that are still open.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
        }

        Command remove = new("Remove-Module");
        remove.Parameters.Add("Name", ModuleName);
        remove.Parameters.Add("ErrorAction", ActionPreference.Ignore);
        await InvokeAsync(remove).ConfigureAwait(false);
        _screen.EndProgress();
    }

    /// <inheritdoc />
    public void Dispose() => _runspace.Dispose();

    private async Task<bool> InvokeAsync(Command command)
    {
        try
        {
            command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            using PowerShell shell = PowerShell.Create(_runspace);
            shell.Commands.AddCommand(command).AddCommand("Out-Default");
            return await InvokeAsync(shell).ConfigureAwait(false);
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (ParseException failure)
        {
            // Text that does not parse has no position that PowerShell's own view of the error could show.
            _screen.WriteErrorLine(failure.Message);
            return false;
        }
        catch (RuntimeException failure)
        {
            using PowerShell report = PowerShell.Create(_runspace);
            report.AddCommand("Out-Default").AddParameter("InputObject", failure.ErrorRecord);
            using (_screen.SendResultsToError())
            {
                await report.InvokeAsync().ConfigureAwait(false);
            }

            return false;
        }
    }

    private async Task<bool> InvokeAsync(PowerShell shell)
    {
        lock (_gate)
        {
            if (_isStopped && !_isClosing)
            {
                return false;
            }

            _running = shell;
        }

        try
        {
            await shell.InvokeAsync<PSObject>(input: null, AsTyped, callback: null, state: null).ConfigureAwait(false);
            return true;
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }
}
