using System.Globalization;
using System.Runtime.CompilerServices;

namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>The last lines that an embedded service has logged. Safe to use from any thread.</summary>
internal sealed class ServiceLog
{
    /// <summary>Lines kept; older ones are forgotten.</summary>
    /// <value>1,000.</value>
    public const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _written;

    public void Add(DateTimeOffset at, string text)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {text}"));
            _written++;
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }

    /// <summary>The last lines, oldest first, and with <paramref name="follow"/> those that come.</summary>
    public async IAsyncEnumerable<string> ReadAsync(
        int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? read = null;
        while (true)
        {
            List<string> lines;
            Task more;
            lock (_gate)
            {
                long wanted = read is { } position ? _written - position : last;
                lines = [.. _lines.Skip(_lines.Count - (int)Math.Min(wanted, _lines.Count))];
                read = _written;
                more = _more.Task;
            }

            foreach (string line in lines)
            {
                yield return line;
            }

            if (!follow)
            {
                yield break;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
