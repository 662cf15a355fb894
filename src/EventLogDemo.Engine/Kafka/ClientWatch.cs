using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Observes one client's connections: keeps its errors, and writes its lines to our log without the password.</summary>
internal sealed partial class ClientWatch(KafkaConnection connection, TimeProvider time, ILogger logger)
{
    private readonly TaskCompletionSource<EngineException> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TlsFailedException? _doubt;
    private volatile int _losses;
    private bool _isConnected;

    /// <summary>Completes with an error after which retrying is pointless.</summary>
    public Task<EngineException> Refusal => _refusal.Task;

    /// <summary>Completes when the client has lost every broker; <see cref="Reached"/> replaces the task.</summary>
    public Task Down => Volatile.Read(ref _down).Task;

    /// <summary>A failed TLS handshake that the broker's shutdown may explain.</summary>
    public TlsFailedException? Doubt => _doubt;

    /// <summary>When the handshake in <see cref="Doubt"/> first failed, as a timestamp of the time provider.</summary>
    public long DoubtedAt { get; private set; }

    /// <summary>A fatal error of the client, which then has to be replaced.</summary>
    public Error? Fatal { get; private set; }

    /// <summary>Whether the broker has ever answered: a handshake that fails after that meets a broker that is stopping or starting.</summary>
    public bool WasReached { get; private set; }

    /// <summary>How often the connection to a working broker was lost. Any thread may read it.</summary>
    public int Losses => _losses;

    /// <summary>Records that the broker has answered.</summary>
    public void Reached()
    {
        WasReached = true;
        _isConnected = true;
        _doubt = null;
        if (Volatile.Read(ref _down).Task.IsCompleted)
        {
            Volatile.Write(ref _down, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>The client's error handler.</summary>
    public void OnError(Error error)
    {
        if (_isConnected && KafkaFailure.IsUnreachable(error.Code))
        {
            _isConnected = false;
            _losses++;
        }

        if (KafkaFailure.Refusal(error, connection) is { } refusal)
        {
            _refusal.TrySetResult(refusal);
        }
        else if (error.IsFatal)
        {
            Fatal = error;
        }
        else if (KafkaFailure.IsHandshake(error))
        {
            if (_doubt is null)
            {
                DoubtedAt = time.GetTimestamp();
            }

            _doubt = KafkaFailure.Tls(error, connection);
        }
        else if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            Volatile.Read(ref _down).TrySetResult();
        }
    }

    /// <summary>The client's log handler.</summary>
    public void OnLog(LogMessage line)
    {
        LogLevel level = line.Level switch
        {
            // Warnings about settings, which are all ours and of no interest to readers of the log.
            _ when line.Facility == "CONFWARN" => LogLevel.Debug,
            SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical => LogLevel.Error,
            SyslogLevel.Error or SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Notice or SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        if (logger.IsEnabled(level))
        {
            string text = Redaction.Apply(line.Message, connection);
            LogLine(level, line.Name, line.Facility, text);
        }
    }

    [LoggerMessage(Message = "{Client} {Facility}: {Line}")]
    private partial void LogLine(LogLevel level, string client, string facility, string line);
}
