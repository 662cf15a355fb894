using EventLogDemo.Engine.Embedded.Log;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Embedded;

public sealed class EmbeddedAppenderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WakeSignal _log = new();
    private readonly List<DeliveryReport> _reports = [];
    private readonly Guid _run = Guid.NewGuid();
    private readonly StepClock _clock;
    private readonly EmbeddedAppender _appender;
    private long _seq;

    public EmbeddedAppenderTests()
    {
        _clock = new StepClock(_time);
        _appender = new EmbeddedAppender(
            1, new AppenderOptions { DeliveryTimeout = TimeSpan.FromSeconds(100) }, _reports.Add, _clock, _log, _ => { });
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Event_long_after_the_first_of_a_batch_expires_at_its_own_timeout()
    {
        Append();
        _appender.Expire(_clock.Now());
        _time.Advance(TimeSpan.FromSeconds(60));
        _appender.Expire(_clock.Now());
        Append();

        _time.Advance(TimeSpan.FromSeconds(41));
        _appender.Expire(_clock.Now());
        Assert.Equal((DeliveryOutcome.Failed, 0L, 1), Summary(Assert.Single(_reports)));

        _time.Advance(TimeSpan.FromSeconds(60));
        _appender.Expire(_clock.Now());
        Assert.Equal((DeliveryOutcome.Failed, 1L, 1), Summary(_reports[1]));
        Assert.Equal(0, _appender.BufferedCount);
    }

    [Fact]
    public void Each_event_of_a_long_outage_expires_at_its_own_timeout()
    {
        const int Timeout = 100;
        for (int second = 1; second <= 3 * Timeout; second++)
        {
            Append();
            _time.Advance(TimeSpan.FromSeconds(1));
            int reported = _reports.Count;
            _appender.Expire(_clock.Now());

            // Each event was appended at the second that equals its seq.
            Assert.All(
                _reports.Skip(reported),
                report => Assert.InRange(second - (report.FirstSeq + report.Count - 1), Timeout - (Timeout / 20), Timeout));
            Assert.Equal(_seq, _appender.BufferedCount + _reports.Sum(report => report.Count));
            Assert.InRange(_appender.BufferedCount, 0, Timeout);
        }

        Assert.NotEmpty(_reports);
        Assert.All(_reports, report => Assert.Equal(DeliveryOutcome.Failed, report.Outcome));
    }

    [Fact]
    public void Long_outage_leaves_few_idle_buffers()
    {
        for (int batch = 0; batch < 3 * EmbeddedAppender.MaxIdleBuffers; batch++)
        {
            Append();
            _seq++;
        }

        _time.Advance(TimeSpan.FromSeconds(100));
        _appender.Expire(_clock.Now());

        Assert.Equal(3 * EmbeddedAppender.MaxIdleBuffers, _reports.Count);
        Assert.Equal(EmbeddedAppender.MaxIdleBuffers, _appender.IdleBufferCount);
    }

    [Fact]
    public void Batch_that_expires_while_the_log_has_it_is_unknown_and_is_reported_once()
    {
        Append();
        _time.Advance(TimeSpan.FromSeconds(1));
        RecordBatch taken = _appender.TakeDue(_clock.Now())!;
        _time.Advance(TimeSpan.FromSeconds(100));
        _appender.Expire(_clock.Now());

        _appender.Settle(taken, DeliveryOutcome.Acked, 0, null);
        _appender.Return(taken);

        Assert.Equal((DeliveryOutcome.Unknown, 0L, 1), Summary(Assert.Single(_reports)));
        Assert.Null(_appender.TakeDue(_clock.Now()));
    }

    [Fact]
    public async Task Closed_appender_gives_the_log_no_batches()
    {
        Append();
        await _appender.DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_appender.TakeDue(_clock.Now()));
        Assert.Equal((DeliveryOutcome.Failed, 0L, 1), Summary(Assert.Single(_reports)));
    }

    private static (DeliveryOutcome Outcome, long FirstSeq, int Count) Summary(DeliveryReport report) =>
        (report.Outcome, report.FirstSeq, report.Count);

    private void Append()
    {
        byte[] body = [1];
        Assert.True(_appender.TryAppend(EventIdentity.Create(1, 0, _run, _seq++, _clock.Now().UtcMicroseconds, body), body));
    }
}
