using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.Tests;
using Host = System.Management.Automation.PowerShell;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;
using Xunit;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace EventLogDemo.PowerShell.Tests;

/// <summary>A hosted runspace with the module's cmdlets. Pipelines belong to the process, so all are closed at the end.</summary>
public sealed class ModuleSession : IAsyncDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession(params IEnumerable<Type> more)
        : this(State(more), null)
    {
    }

    /// <summary>A session with a screen, and the module's views for it.</summary>
    public ModuleSession(PSHost screen)
        : this(State([]), screen)
    {
    }

    private ModuleSession(InitialSessionState state, PSHost? screen)
    {
        _runspace = screen is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(screen, state);
        _runspace.Open();
    }

    private static InitialSessionState State(IEnumerable<Type> more)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(AsyncCmdlet).Assembly.GetExportedTypes().Concat(more))
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, null));
            }
        }

        state.Types.Add(new SessionStateTypeEntry(Repository.PathOf("module", "EventLogDemo.Types.ps1xml")));
        foreach (string views in Repository.ViewFiles)
        {
            state.Formats.Add(new SessionStateFormatEntry(views));
        }

        return state;
    }

    /// <summary>Runs a script to its end; a terminating error is the last of the errors.</summary>
    public (IReadOnlyList<object> Output, IReadOnlyList<ErrorRecord> Errors) Run(string script, params IEnumerable<object> input)
    {
        using Host host = Create(script);
        PSDataCollection<PSObject> output = [];
        List<ErrorRecord> ended = [];
        try
        {
            host.Invoke(input.ToList(), output);
        }
        catch (RuntimeException failure)
        {
            ended.Add(failure.ErrorRecord);
        }

        return ([.. output.Select(item => item.BaseObject)], [.. host.Streams.Error, .. ended]);
    }

    /// <summary>Runs a script that must not write an error.</summary>
    public IReadOnlyList<object> Get(string script, params IEnumerable<object> input)
    {
        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = Run(script, input);
        Assert.Empty(errors.Select(error => error.ToString()));
        return output;
    }

    /// <summary>Runs a script that must end with exactly one error, of this id.</summary>
    public ErrorRecord Fail(string script, string id)
    {
        ErrorRecord error = Assert.Single(Run(script).Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        return error;
    }

    /// <summary>A shell on the runspace, for tests that stop it or read its other streams.</summary>
    public Host Create(string script)
    {
        Host host = Host.Create();
        host.Runspace = _runspace;
        host.AddScript(script);
        return host;
    }

    /// <summary>Starts an embedded pipeline.</summary>
    public Pipeline Start(string arguments = "") =>
        PipelineRegistry.Current.Get(Assert.IsType<PipelineInfo>(Assert.Single(Get($"Start-Pipeline {arguments}"))).Name);

    public async ValueTask DisposeAsync()
    {
        _runspace.Dispose();
        await PipelineRegistry.Current.RemoveAllAsync();
    }
}
