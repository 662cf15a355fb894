using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class KafkaRequestClientTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_has_destroyed_itself_is_replaced()
    {
        using Questions requests = new();
        string answer = await requests.AskAsync(
            "events",
            "read offsets",
            Timeout,
            (client, _) => client.Number == 1 ? throw new ObjectDisposedException("handle") : Task.FromResult($"from {client.Number}"),
            Token);

        Assert.Equal("from 2", answer);
        await requests.Clients[0].Disposed.Task.WaitAsync(Timeout, TimeProvider.System, Token);
        Assert.False(requests.Clients[1].Disposed.Task.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_uses_a_former_coordinator_is_replaced()
    {
        using Questions requests = new();
        int answer = await requests.AskAsync(
            "events",
            "read offsets",
            Timeout,
            (client, _) => client.Number == 1
                ? Task.FromException<int>(new KafkaException(ErrorCode.NotCoordinatorForGroup))
                : Task.FromResult(client.Number),
            Token);

        Assert.Equal(2, answer);
        await requests.Clients[0].Disposed.Task.WaitAsync(Timeout, TimeProvider.System, Token);
    }

    [Fact]
    public async Task A_client_that_has_not_answered_is_not_used_again()
    {
        using Questions requests = new();
        await Assert.ThrowsAnyAsync<EngineException>(() => requests.AskAsync<int>(
            "events", "read offsets", Timeout, (_, _) => Task.FromException<int>(new KafkaException(ErrorCode.Local_TimedOut)), Token));
        Assert.Equal(2, await requests.AskAsync("events", "read offsets", Timeout, (client, _) => Task.FromResult(client.Number), Token));
    }

    [Fact]
    public async Task A_client_is_not_disposed_during_a_request()
    {
        Questions requests = new();
        TaskCompletionSource<int> answer = new();
        using CancellationTokenSource gone = new();
        Task<int> request = requests.AskAsync("events", "read offsets", Timeout, (_, _) => answer.Task, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        requests.Dispose();
        Assert.False(requests.Clients[0].Disposed.Task.IsCompleted);

        answer.SetResult(1);
        await requests.Clients[0].Disposed.Task.WaitAsync(Timeout, TimeProvider.System, Token);
    }

    [Fact]
    public async Task A_disposed_request_client_rejects_requests()
    {
        Questions requests = new();
        requests.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => requests.AskAsync("events", "read offsets", Timeout, (client, _) => Task.FromResult(client.Number), Token));
    }

    private sealed class Questions() : KafkaRequestClient<Client>(
        new KafkaConnection { BootstrapServers = "127.0.0.1:1" }, TimeProvider.System, NullLogger.Instance)
    {
        public List<Client> Clients { get; } = [];

        protected override Client Create(KafkaConnection connection, ClientWatch watch)
        {
            Clients.Add(new Client(Clients.Count + 1));
            return Clients[^1];
        }
    }

    private sealed class Client(int number) : IClient
    {
        public int Number => number;

        public TaskCompletionSource Disposed { get; } = new();

        public Handle Handle => throw new NotSupportedException();

        public string Name => "client";

        public int AddBrokers(string brokers) => throw new NotSupportedException();

        public void SetSaslCredentials(string username, string password) => throw new NotSupportedException();

        public void Dispose() => Disposed.SetResult();
    }
}
