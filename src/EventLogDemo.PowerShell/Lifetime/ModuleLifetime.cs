using System.Management.Automation;
using System.Runtime.InteropServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Lifetime;

/// <summary>
/// Pipelines belong to the process: every import of the module is counted, in whatever runspace, and the removal of the last
/// one closes them, as does the end of the process.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // An exit must end even where a disk does not answer; operating systems kill a process that takes much longer.
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private static readonly Lock Gate = new();

    // Held so that they stay registered.
    private static readonly List<PosixSignalRegistration> Signals = [];

    private static int imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            imports++;
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
            imports--;
            if (imports > 0)
            {
                return;
            }
        }

        Task.Run(PipelineRegistry.Current.RemoveAllAsync).GetAwaiter().GetResult();
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
