using System.Diagnostics;
using System.Text;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>Right credentials work; wrong ones end in an error within ten seconds, and no password is in any text.</summary>
[Collection<SecuredEngines>]
public sealed class KafkaSecurityTests(SecureKafkaContainer container) : IDisposable
{
    private const string PlainListener = "TLS to a plain listener";

    private static readonly TimeSpan ErrorTimeout = TimeSpan.FromSeconds(10);

    // Indistinguishable from a starting broker until it has failed for several seconds.
    private static readonly TimeSpan DoubtTimeout = TimeSpan.FromSeconds(60);

    private readonly LineCollector _lines = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lines.Dispose();

    [Theory]
    [InlineData(SaslLogin.ScramSha512, false)]
    [InlineData(SaslLogin.ScramSha512, true)]
    [InlineData(SaslLogin.ScramSha256, true)]
    [InlineData(SaslLogin.Plain, true)]
    public async Task Correct_credentials_can_append_and_read(SaslLogin mechanism, bool tls)
    {
        container.SkipWithoutDocker();
        await AssertAppendsAndReadsAsync((tls ? container.ScramTls : container.Scram) with { Mechanism = mechanism });
        AssertNoSecret(container.Password);
    }

    [Fact]
    public async Task Client_certificate_can_append_and_read()
    {
        container.SkipWithoutDocker();
        await AssertAppendsAndReadsAsync(container.MutualTls);
    }

    [Fact]
    public async Task User_without_permission_gets_an_error_and_the_rest_works()
    {
        container.SkipWithoutDocker();
        await using KafkaLog log = Open(container.Scram, SecureKafkaContainer.ForbiddenTopic);
        List<DeliveryReport> reports = [];
        await using IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), reports.Add, Token);
        Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, Guid.NewGuid(), 0, 0, [1]), [1]));
        await appender.FlushAsync(Token);

        DeliveryReport report = Assert.Single(reports);
        Assert.Equal((DeliveryOutcome.Failed, "AccessDenied"), (report.Outcome, report.Error?.Id));
        Assert.Equal([0L], await log.GetEndOffsetsAsync(Token));
    }

    private async Task AssertAppendsAndReadsAsync(KafkaConnection connection)
    {
        await using KafkaLog log = Open(connection, $"events-{Guid.NewGuid():N}");
        await using IEventReader reader = log.OpenReader();
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = 1 }, Token);
        List<DeliveryReport> reports = [];
        await using IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), reports.Add, Token);
        Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, Guid.NewGuid(), 0, 0, [1]), [1]));
        await appender.FlushAsync(Token);

        Assert.Equal(DeliveryOutcome.Acked, Assert.Single(reports).Outcome);
        EventBatch batch = new();
        Assert.Equal(1, await reader.ReadAsync(0, 0, batch, Token));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "password", "AuthenticationFailed" },
        { "password without TLS", "AuthenticationFailed" },
        { "user", "AuthenticationFailed" },
        { "PLAIN password", "AuthenticationFailed" },
        { "authority", "TlsFailed" },
        { "host name", "TlsFailed" },
        { "no such CA file", "TlsFailed" },
        { PlainListener, "TlsFailed" },
        { "no client certificate", "TlsFailed" },
        { "client certificate of another authority", "TlsFailed" },
        { "no such certificate file", "TlsFailed" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_credentials_fail_a_request_with_their_own_error(string what, string id)
    {
        container.SkipWithoutDocker();
        await using KafkaLog log = Open(Spoil(what), "events");
        Stopwatch watch = Stopwatch.StartNew();

        EngineException refused = await Assert.ThrowsAnyAsync<EngineException>(async () => await log.GetEndOffsetsAsync(Token));

        AssertRefused(refused, what, id, watch);
        // The next request tries again, because the broker may have been fixed.
        Assert.Equal(id, (await Assert.ThrowsAnyAsync<EngineException>(async () => await log.GetCommittedOffsetsAsync(Token))).Id);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_credentials_fail_buffered_and_later_events(string what, string id)
    {
        container.SkipWithoutDocker();
        await using KafkaLog log = Open(Spoil(what), "events");
        List<DeliveryReport> reports = [];
        Stopwatch watch = Stopwatch.StartNew();
        if (what.StartsWith("no such ", StringComparison.Ordinal))
        {
            AssertRefused(
                await Assert.ThrowsAnyAsync<EngineException>(
                    async () => await log.OpenAppenderAsync(new AppenderOptions(), reports.Add, Token)),
                what,
                id,
                watch);
            return;
        }

        await using IEventAppender appender = await log.OpenAppenderAsync(
            new AppenderOptions { DeliveryTimeout = DoubtTimeout }, reports.Add, Token);
        Guid run = Guid.NewGuid();
        Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, run, 0, 0, [1]), [1]));
        await appender.FlushAsync(Token);
        AssertRefused(Assert.Single(reports).Error!, what, id, watch);
        Assert.Equal(DeliveryOutcome.Failed, reports[0].Outcome);

        Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, run, 1, 0, [1]), [1]));
        await appender.FlushAsync(Token);
        Assert.Equal(id, reports[1].Error!.Id);
        Assert.Equal(0, appender.BufferedCount);
    }

    private KafkaLog Open(KafkaConnection connection, string topic) => new(
        connection,
        new KafkaLogOptions { Topic = topic, PartitionCount = 1, RequestTimeout = TimeSpan.FromSeconds(8) },
        TimeProvider.System,
        LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(_lines)));

    private KafkaConnection Spoil(string what)
    {
        KafkaConnection right = container.ScramTls;
        return what switch
        {
            "password" => right with { Login = new Login(SecureKafkaContainer.User, "wr0ng-one") },
            "password without TLS" => container.Scram with { Login = new Login(SecureKafkaContainer.User, "wr0ng-one") },
            "user" => right with { Login = new Login("nobody", "wr0ng-one") },
            "PLAIN password" => right with { Login = new Login(SecureKafkaContainer.User, "wr0ng-one"), Mechanism = SaslLogin.Plain },
            "authority" => right with { Tls = new TlsOptions { CaFile = container.OtherCaFile } },
            "host name" => right with { BootstrapServers = container.AddressWithoutName },
            "no client certificate" => container.MutualTls with { Tls = new TlsOptions { CaFile = container.CaFile } },
            "client certificate of another authority" => container.MutualTls with
            {
                Tls = new TlsOptions { CaFile = container.CaFile, CertificateFile = container.OtherClientFile },
            },
            "no such certificate file" => container.MutualTls with
            {
                Tls = new TlsOptions { CaFile = container.CaFile, CertificateFile = container.ClientFile + ".not" },
            },
            "no such CA file" => right with { Tls = new TlsOptions { CaFile = container.CaFile + ".not" } },
            _ => right with { BootstrapServers = container.Connection.BootstrapServers },
        };
    }

    private void AssertRefused(EngineException refused, string what, string id, Stopwatch watch)
    {
        Assert.True(refused.Id == id, $"{refused.Id}: {refused.Message}\n{_lines.Text}");
        Assert.True(watch.Elapsed < (what == PlainListener ? DoubtTimeout : ErrorTimeout), $"after {watch.Elapsed}");
        Assert.DoesNotContain("wr0ng-one", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(container.Password, refused.ToString(), StringComparison.Ordinal);
        AssertNoSecret("wr0ng-one");
        AssertNoSecret(container.Password);
    }

    private void AssertNoSecret(string secret) => Assert.DoesNotContain(secret, _lines.Text, StringComparison.Ordinal);

    // Everything that is logged, at whatever level.
    private sealed class LineCollector : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
            {
                _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
            }
        }

        public void Dispose()
        {
        }
    }
}
