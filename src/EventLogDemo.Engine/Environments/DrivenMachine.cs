using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// Drives the machine of a service. A step that throws is a defect: it takes the service down, so that the failure is visible,
/// and the service works again once it is started.
/// </summary>
internal sealed partial class DrivenMachine : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly IStepMachine _machine;
    private readonly ServicePart _service;
    private readonly EmbeddedServiceHost _host;
    private readonly IMachineDriver _driver;
    private readonly ILogger _logger;
    private readonly Task _driving;

    public DrivenMachine(IStepMachine machine, ServicePart service, EmbeddedServiceHost host, IMachineDriver driver, ILogger logger)
    {
        _machine = machine;
        _service = service;
        _host = host;
        _driver = driver;
        _logger = logger;
        _driving = DriveAsync(_closing.Token);
    }

    /// <summary>Lets the current step finish and stops driving.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _driving.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task DriveAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            IMachineDrive drive = _driver.Start(_machine);
            await drive.Completion.WaitAsync(closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await drive.DisposeAsync().ConfigureAwait(false);
            if (drive.Completion.Exception?.InnerException is not { } failure)
            {
                return;
            }

            StepFailed(_service.Name, failure);
            // The machine of a service that is down has little to do, and must not spin if a step throws.
            bool wasDown = _service.IsDown;
            await _host.FailAsync(_service.Name, failure.Message).ConfigureAwait(false);
            if (wasDown)
            {
                await _service.ReadyAsync(closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service}: a step failed")]
    private partial void StepFailed(string service, Exception failure);
}
