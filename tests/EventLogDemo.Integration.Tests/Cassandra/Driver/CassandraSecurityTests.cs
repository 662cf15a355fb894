using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Cassandra.Driver;

[Collection<SecuredEngines>]
public sealed class CassandraSecurityTests(SecuredNode node)
{
    private const string WrongPassword = "not-the-password";

    // What somebody is promised whose credentials or certificates are wrong.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Right_credentials_over_TLS_work()
    {
        node.Need();
        await using ICassandraStore store = SecuredStores.Open(node.Connection);
        // The first user is made a moment after the node listens.
        await SecuredStores.UntilAsync(() => store.ProbeAsync(Token));
        await CqlHandshake.RunAsync(node.Connection, TimeProvider.System, HandshakeTimeout, Token);
    }

    [Fact]
    public async Task Wrong_credentials_are_an_authentication_error_in_time_and_without_the_password()
    {
        node.Need();
        await AssertRefusedAsync("AuthenticationFailed", node.Connection with { Login = new Login("cassandra", WrongPassword) });
        await AssertRefusedAsync("AuthenticationFailed", node.Connection with { Login = new Login("nobody", WrongPassword) });
        await AssertRefusedAsync("AuthenticationFailed", node.Connection with { Login = null });
    }

    [Fact]
    public async Task A_certificate_of_another_authority_or_for_another_name_is_refused()
    {
        node.Need();
        await AssertRefusedAsync("TlsFailed", node.Connection with { Tls = new TlsOptions { CaFile = node.OtherCaFile } });
        await AssertRefusedAsync("TlsFailed", node.Connection with { Tls = new TlsOptions() });
        CassandraConnection byAddress = node.Connection with
        {
            ContactPoints = [new("127.0.0.1", node.Connection.ContactPoints[0].Port)],
        };
        await AssertRefusedAsync("TlsFailed", byAddress);
        await CqlHandshake.RunAsync(
            byAddress with { Tls = new TlsOptions { CaFile = node.CaFile, VerifiesHostName = false } },
            TimeProvider.System,
            HandshakeTimeout,
            Token);
    }

    [Fact]
    public async Task Plain_text_is_not_understood()
    {
        node.Need();
        await using ICassandraStore store = SecuredStores.Open(node.Connection with { Tls = null });
        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(async () => await store.ProbeAsync(Token));
        Assert.True(failure is ServiceTimeoutException or ServiceUnavailableException, failure.ToString());
    }

    private static async Task AssertRefusedAsync(string id, CassandraConnection connection)
    {
        await using ICassandraStore store = SecuredStores.Open(connection);
        long asked = TimeProvider.System.GetTimestamp();
        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(async () => await store.GetRowCountsAsync(Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, Longest);
        Assert.Equal(id, failure.Id);
        Assert.DoesNotContain(WrongPassword, failure.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>Stores of no particular topic.</summary>
internal static class SecuredStores
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static ICassandraStore Open(CassandraConnection connection) => CassandraStores.Open(
        connection,
        new PipelineManifest
        {
            FormatVersion = PipelineManifest.CurrentFormatVersion,
            Id = Guid.NewGuid(),
            Name = "test",
            Environment = "External",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Topic = "test",
            TopicId = Guid.NewGuid(),
            PartitionCount = 1,
            OriginOffsets = [0],
            BucketSize = 1000,
            Table = "event",
            KeepsData = true,
        },
        _ => ValueTask.FromResult<IReadOnlyList<long>>([1]),
        folder: null,
        new StepClock(TimeProvider.System),
        TimeSpan.FromSeconds(5),
        NullLoggerFactory.Instance);

    public static async Task UntilAsync(Func<ValueTask> works)
    {
        long asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await works();
                return;
            }
            catch (EngineException) when (TimeProvider.System.GetElapsedTime(asked) < Longest)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
            }
        }
    }
}
