using System.Globalization;

namespace EventLogDemo.Engine.Events;

/// <summary>
/// The time in a generated body: a function of seq (1,000 events per second from 2026-01-01T00:00:00Z on), not of a
/// clock, or the same seed would not give the same bytes.
/// </summary>
/// <param name="format">Formats a whole second.</param>
internal sealed class EventTime(string format)
{
    private const long StartSeconds = 1_767_225_600;
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerEvent = 1_000;

    // After 3 years of such events the dates start over, so that every seq has one.
    private const long Period = 100_000_000_000;

    private readonly byte[] _text = new byte[32];
    private int _length;
    private long _second = -1;

    /// <summary>RFC 3339 up to the second: <c>2026-01-01T00:00:00</c>.</summary>
    public static EventTime Rfc3339() => new("yyyy'-'MM'-'dd'T'HH':'mm':'ss");

    /// <summary>Apache's form: <c>01/Jan/2026:00:00:00 +0000</c>.</summary>
    public static EventTime Apache() => new("dd'/'MMM'/'yyyy':'HH':'mm':'ss' +0000'");

    /// <summary>Microseconds since 1970 of an event.</summary>
    /// <param name="seq">Seq of the event.</param>
    /// <param name="jitter">From 0 to 999 microseconds.</param>
    public static long MicrosecondsOf(long seq, int jitter) =>
        (StartSeconds * MicrosecondsPerSecond) + (seq % Period * MicrosecondsPerEvent) + jitter;

    /// <summary>Writes the second of a moment. Neighbouring events share it, so the last one is cached as text.</summary>
    public void WriteSecond(long microseconds, ref BodyWriter writer)
    {
        long second = microseconds / MicrosecondsPerSecond;
        if (second != _second)
        {
            DateTime.UnixEpoch.AddTicks(second * TimeSpan.TicksPerSecond).TryFormat(
                _text, out _length, format, CultureInfo.InvariantCulture);
            _second = second;
        }

        writer.Write(_text.AsSpan(0, _length));
    }

    /// <summary>Writes the six digits of a moment's microseconds.</summary>
    public static void WriteFraction(long microseconds, ref BodyWriter writer)
    {
        int fraction = (int)(microseconds % MicrosecondsPerSecond);
        writer.WriteTwoDigits(fraction / 10_000);
        writer.WriteTwoDigits(fraction / 100 % 100);
        writer.WriteTwoDigits(fraction % 100);
    }
}
