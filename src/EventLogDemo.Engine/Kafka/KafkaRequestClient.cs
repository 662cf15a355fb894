using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Sends requests to a cluster, each with a deadline and the engine's own errors. The client is created at the first request and again
/// after a refusal, so that a wrong password is tried once per request and not for ever.
/// </summary>
/// <typeparam name="TClient">The client that sends the requests.</typeparam>
internal abstract class KafkaRequestClient<TClient>(KafkaConnection connection, TimeProvider time, ILogger logger) : IDisposable
    where TClient : IClient
{
    // The client observes the timeout itself; this is for a client that does not.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Session? _session;
    private bool _closed;

    /// <summary>Sends one request.</summary>
    /// <param name="topic">Topic that it is about.</param>
    /// <param name="attempted">What is being done, for the error.</param>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="send">Sends the request through the client, with the time it may take.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="KafkaException">A response with errors of single topics or partitions, for the caller to interpret.</exception>
    public Task<T> AskAsync<T>(
        string topic, string attempted, TimeSpan timeout, Func<TClient, TimeSpan, Task<T>> send, CancellationToken cancellationToken) =>
        new Poll(new Deadline(timeout, Time), RetryInterval).UntilAsync(
            // Each attempt has the full timeout; one that is in flight at the deadline may still succeed.
            _ => TrySendAsync(topic, attempted, timeout, send, cancellationToken),
            reason => new ServiceUnavailableException(ServiceNames.Kafka, connection.Endpoint, attempted, reason),
            cancellationToken);

    /// <summary>Throws when every broker refuses a connection.</summary>
    /// <exception cref="ServiceUnavailableException">Every broker refuses.</exception>
    public async Task ThrowIfRefusedAsync(string attempted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await BrokerPort.AllRefuseAsync(connection.Servers, timeout, Time, cancellationToken).ConfigureAwait(false))
        {
            throw new ServiceUnavailableException(ServiceNames.Kafka, connection.Endpoint, attempted);
        }
    }

    /// <summary>The engine's error for a response about a single topic or partition.</summary>
    public EngineException Explain(Error error, string topic, string attempted) =>
        KafkaFailure.Of(error, topic, attempted, connection);

    public void Dispose()
    {
        Session? idle;
        lock (_gate)
        {
            _closed = true;
            idle = _session is { Users: 0 } ? _session : null;
            _session = null;
        }

        idle?.Client.Dispose();
    }

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Creates the client, which reports errors and log lines to the watch.</summary>
    protected abstract TClient Create(KafkaConnection connection, ClientWatch watch);

    private async Task<Check<T>> TrySendAsync<T>(
        string topic, string attempted, TimeSpan timeout, Func<TClient, TimeSpan, Task<T>> send, CancellationToken cancellationToken)
    {
        Session session = Open();
        try
        {
            return Check.Holds(await AskAsync(session, attempted, timeout, send, cancellationToken).ConfigureAwait(false));
        }
        catch (KafkaException failure)
        {
            Error first = KafkaFailure.FirstOf(failure);
            if (!KafkaFailure.IsPassing(first.Code))
            {
                throw failure.Error.Code == ErrorCode.Local_Partial ? failure
                    : KafkaFailure.Of(failure.Error, topic, attempted, connection);
            }

            // The client keeps using the brokers it knows; a new one finds out who answers now.
            Close(session);
            return Check.NotYet<T>(Redaction.Apply(first.Reason, connection));
        }
        catch (ObjectDisposedException) when (!Volatile.Read(ref _closed))
        {
            // The admin client frees itself at a response that it cannot parse, and refuses everything from then on.
            Close(session);
            return Check.NotYet<T>("its answer was not understood");
        }
    }

    private async Task<T> AskAsync<T>(
        Session session, string attempted, TimeSpan timeout, Func<TClient, TimeSpan, Task<T>> send, CancellationToken cancellationToken)
    {
        Task<T> answer = SendIfReachableAsync(session, attempted, timeout, send, cancellationToken);
        // A client must not be disposed during a request, even when the caller no longer waits for the response.
        _ = answer.ContinueWith(_ => Release(session), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await WaitForAnswerAsync(answer, session, attempted, timeout, cancellationToken).ConfigureAwait(false);
            T found = await answer.ConfigureAwait(false);
            session.Watch.Reached();
            return found;
        }
        catch (Exception failure) when (failure is TimeoutException or KafkaException && IsNoAnswer(failure))
        {
            IgnoreFailure(answer);
            // The next request goes to a new client: this one may be waiting for a broker that has died and is no longer the leader.
            Close(session);
            await ThrowIfRefusedAsync(attempted, timeout, cancellationToken).ConfigureAwait(false);
            throw session.Watch.Doubt ?? (EngineException)new ServiceTimeoutException(
                ServiceNames.Kafka, timeout, attempted, connection.Endpoint);
        }
        catch (Exception failure) when (failure is not KafkaException)
        {
            IgnoreFailure(answer);
            throw;
        }
    }

    private async Task<T> SendIfReachableAsync<T>(
        Session session, string attempted, TimeSpan timeout, Func<TClient, TimeSpan, Task<T>> send, CancellationToken cancellationToken)
    {
        if (session.Watch.Down.IsCompleted)
        {
            await ThrowIfRefusedAsync(attempted, timeout, cancellationToken).ConfigureAwait(false);
        }

        return await send(session.Client, timeout).ConfigureAwait(false);
    }

    private static bool IsNoAnswer(Exception failure) =>
        failure is not KafkaException { Error.Code: var code } || KafkaFailure.IsTimeout(code);

    // Waits for the response, but only until it is clear that none will come.
    private async Task WaitForAnswerAsync(
        Task answer, Session session, string attempted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ClientWatch watch = session.Watch;
        Task down = watch.Down;
        Task first = await Task.WhenAny(answer, watch.Refusal, down)
            .WaitAsync(timeout + Grace, Time, cancellationToken).ConfigureAwait(false);
        if (first == down)
        {
            await ThrowIfRefusedAsync(attempted, timeout, cancellationToken).ConfigureAwait(false);
            first = await Task.WhenAny(answer, watch.Refusal).WaitAsync(timeout + Grace, Time, cancellationToken).ConfigureAwait(false);
        }

        if (first == watch.Refusal)
        {
            Close(session);
            throw await watch.Refusal.ConfigureAwait(false);
        }
    }

    private Session Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_session is null)
            {
                ClientWatch watch = new(connection, Time, logger);
                _session = new Session(KafkaClient.Make(connection, () => Create(connection, watch)), watch);
            }

            _session.Users++;
            return _session;
        }
    }

    private void Release(Session session)
    {
        lock (_gate)
        {
            if (--session.Users > 0 || _session == session)
            {
                return;
            }
        }

        session.Client.Dispose();
    }

    // Requests in flight are completed; the last one disposes the client.
    private void Close(Session session)
    {
        lock (_gate)
        {
            if (_session != session)
            {
                return;
            }

            _session = null;
            if (session.Users > 0)
            {
                return;
            }
        }

        session.Client.Dispose();
    }

    // A response that is no longer awaited may still fail; that must not surface as an unobserved exception.
    private static void IgnoreFailure(Task answer) => _ = answer.ContinueWith(
        static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private sealed class Session(TClient client, ClientWatch watch)
    {
        public TClient Client { get; } = client;

        public ClientWatch Watch { get; } = watch;

        /// <summary>Number of requests in flight.</summary>
        public int Users { get; set; }
    }
}
