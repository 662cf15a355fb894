using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Lifetime;

/// <summary>
/// Pipelines belong to the process: every runspace that imports the module is counted, and the removal from the last one closes
/// them, as does the end of the process.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // An exit must end even where a disk does not answer; operating systems kill a process that takes much longer.
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private static readonly Lock Gate = new();

    // Held so that they stay registered.
    private static readonly List<PosixSignalRegistration> Signals = [];

    // Of every runspace that has the module; one that is closed without removing it does not keep anything open.
    private static readonly HashSet<Guid> Importers = [];

    /// <inheritdoc/>
    public void OnImport()
    {
        Runspace importer = Runspace.DefaultRunspace;
        lock (Gate)
        {
            if (Importers.Add(importer.InstanceId))
            {
                importer.StateChanged += Forget;
            }

            if (Signals.Count == 0)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => CloseBeforeExit();
                Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, CloseUnlessHandled));
                Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, CloseUnlessHandled));
            }
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            Importers.Remove(Runspace.DefaultRunspace.InstanceId);
            if (Importers.Count > 0)
            {
                return;
            }
        }

        Task.Run(PipelineRegistry.Current.RemoveAllAsync).GetAwaiter().GetResult();
    }

    // The end of a runspace closes no pipeline: they belong to the process, and are closed at the latest with it.
    private static void Forget(object? sender, RunspaceStateEventArgs change)
    {
        if (sender is Runspace runspace && change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            runspace.StateChanged -= Forget;
            lock (Gate)
            {
                Importers.Remove(runspace.InstanceId);
            }
        }
    }

    // A host that cancelled the signal stops its script first, which would meet closed pipelines; its exit closes them after that.
    private static void CloseUnlessHandled(PosixSignalContext signal)
    {
        if (!signal.Cancel)
        {
            CloseBeforeExit();
        }
    }

    // What fails to close here is in the pipeline's own log; there is nobody left to tell.
    private static void CloseBeforeExit() =>
        ((IAsyncResult)Task.Run(PipelineRegistry.Current.RemoveAllAsync)).AsyncWaitHandle.WaitOne(ExitPatience);
}
