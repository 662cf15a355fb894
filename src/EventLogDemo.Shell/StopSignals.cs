using System.Runtime.InteropServices;

namespace EventLogDemo.Shell;

/// <summary>Ctrl+C and termination signals stop the session; a second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalBase = 128;

    private readonly Action _stop;
    private PosixSignalRegistration[] _registrations = [];
    private int _received;

    /// <summary>Handles signals until disposed.</summary>
    public StopSignals(Action stop)
    {
        _stop = stop;
        ListenFirst();
    }

    /// <summary>Moves ahead of handlers that were registered meanwhile: the last one registered is called first.</summary>
    public void ListenFirst()
    {
        PosixSignalRegistration[] before = _registrations;
        _registrations = [Listen(PosixSignal.SIGINT, 2), Listen(PosixSignal.SIGTERM, 15), Listen(PosixSignal.SIGHUP, 1)];
        Dispose(before);
    }

    /// <summary>The conventional exit code of a process that a signal ended (128 + its number); null when none was received.</summary>
    public int? ExitCode => Volatile.Read(ref _received) is > 0 and int number ? SignalBase + number : null;

    /// <inheritdoc />
    public void Dispose() => Dispose(_registrations);

    private static void Dispose(PosixSignalRegistration[] registrations) =>
        Array.ForEach(registrations, registration => registration.Dispose());

    private PosixSignalRegistration Listen(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        bool isFirst = Interlocked.CompareExchange(ref _received, number, 0) == 0;
        context.Cancel = isFirst;
        if (isFirst)
        {
            _stop();
        }
    });
}
